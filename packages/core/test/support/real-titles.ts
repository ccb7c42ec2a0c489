/** Job titles as companies give them, many with words that a careless check would take for an order. */
export const realTitles: readonly string[] = `
Instructional Designer
Senior Instructional Designer, Onboarding
Director, Systems & Prompts
Head of AI Assistants
API Key Account Manager
VP, Override Programs
Override Rules Analyst
Prompt Engineer
Lead Prompt Engineer, System Prompts
System Prompt Specialist
AI Assistant Product Manager
Executive Assistant to the CEO
Virtual Assistant Team Lead
Password Reset Support Manager
Password & Identity Specialist
Credentials Manager
Director of Customer Records
Customer Records Administrator
Customer Data Manager
Customer List Operations
Mailing List Manager
Call Center Manager
Tool & Die Account Manager
Tool Calling Engineer
Jailbreak Research Lead
Manager, Bypass Surgery Accounts
Senior Instructor
Ski Instructor Relations
Chief Rules Officer
Rules & Policy Manager
Developer Mode Evangelist
Developer Relations Manager
Head of Developer Experience
Secrets Management Consultant
Director, Access Tokens & Identity
User Prompts Researcher
Pretend Play Product Manager
Reveal Marketing Manager
Act Fast Program Lead
Acting Head of Customer Success
Acting as Interim CFO
System Administrator
Systems Analyst III
Message Routing Architect
Ignition Systems Engineer
Agent Experience Manager
Agent Success Partner
Model Risk Manager
ChatGPT Enablement Lead
Claude Deployment Specialist
Copilot Adoption Manager
Chatbot Conversation Designer
LLM Operations Engineer
Delete & Retention Policy Owner
Data Deletion Officer
Director of Export Controls
Print & Display Advertising Manager
Output Quality Manager
Senior Forward Deployed Engineer
Escalation Manager
Transfer Pricing Manager
Do Not Call List Compliance Officer
Always-On Support Lead
From Now On Program Director
New Instructions Program Manager
Customer Success Manager
Senior Customer Success Manager
Principal Customer Success Manager, EMEA
Enterprise CSM – DACH
CSM II
CSM: Tier 1
Manager | EMEA
VP, Customer Success & Support
VP Customer Success
SVP, Global Accounts
EVP & Chief Customer Officer
Chief Customer Officer (CCO)
Director, R&D / Platform
Director of Customer Experience; EMEA
Head of CS – DACH
Head of Growth • Self-Serve
Account Executive (Public Sector)
Account Executive, Mid-Market
Strategic Account Director
Key Account Manager
Named Account Manager – Fortune 500
Technical Account Manager, Level 3
Onboarding Manager
Implementation Consultant
Solutions Architect, AWS
Sales Engineer – APAC
Renewals Manager
Renewal Desk Lead
Support Manager (Nights & Weekends)
Tier-2 Support Engineer
Duty Manager
24/7 Desk Lead
Support Engineer (C#/C++)
F# Developer Advocate
R&D Partner Manager
Customer Success Manager, K–12
Field CTO
Founder & CEO
Co-Founder, President
Partner, Tax
Of Counsel
Regional VP – Northeast/Mid-Atlantic
Manager, People Ops + Culture
"Customer Zero" Program Lead
Voice-of-the-Customer Manager
Customer Marketing Manager, B2B2C
Customer Advocate!
Leiter Kundenbetreuung
Leiterin Key-Account-Management
Geschäftsführer
Kundenberater/in (m/w/d)
Vertriebsleiter Süd
Prokurist, Bereich Großkunden
Ansprechpartnerin für Bestandskunden
Responsable de la réussite client
Directrice générale adjointe
Chargé(e) de clientèle
Chef de projet déploiement
Conseillère clientèle – Grands comptes
Responsable Grands Comptes (Île-de-France)
Gerente de Éxito del Cliente
Directora de Cuentas Estratégicas
Ejecutivo de cuentas sénior
Jefe de Atención al Cliente
Gestor(a) de cuentas clave
Gerente de Sucesso do Cliente
Diretor Comercial – América Latina
Coordenadora de Implantação
Responsabile Clienti Direzionali
Direttore Vendite
Addetta all’assistenza clienti
Klantadviseur
Accountmanager Zorg
Hoofd Klantensucces
Kundansvarig
Chef för kundtjänst
Kundechef
Asiakkuuspäällikkö
Kierownik ds. Obsługi Klienta
Dyrektor ds. Kluczowych Klientów
Vedoucí zákaznické podpory
Ügyfélkapcsolati vezető
Manager Relații Clienți
Müşteri Başarı Yöneticisi
Satış Müdürü
Руководитель отдела по работе с клиентами
Менеджер по работе с ключевыми клиентами
Директор по продажам
Керівник служби підтримки
Υπεύθυνος Εξυπηρέτησης Πελατών
מנהלת הצלחת לקוחות
מנכ״ל
מנהל תיקי לקוחות
مدير نجاح العملاء
مديرة حسابات رئيسية
نائب الرئيس، المبيعات
مدیر موفقیت مشتری
ग्राहक सफलता प्रबंधक
वरिष्ठ खाता प्रबंधक
গ্রাহক সাফল্য ব্যবস্থাপক
வாடிக்கையாளர் வெற்றி மேலாளர்
ผู้จัดการฝ่ายความสำเร็จของลูกค้า
Quản lý Thành công Khách hàng
Trưởng phòng Chăm sóc Khách hàng
Manajer Sukses Pelanggan
Pengurus Akaun Utama
カスタマーサクセスマネージャー
営業部長
部長代理・法人営業
シニア・アカウント・マネージャー
カスタマーサポート（東日本）
客户成功经理
大客户总监
客户服务主管（华东区）
客戶成功經理
고객 성공 매니저
영업팀장
수석 컨설턴트
Head of What's Next
Director, Our Planet Programme
Lead for All Things Data
Be Well Benefits Manager
Work From Anywhere Lead
Who's Who Editor
Make It Happen Programme Lead
Chief Everything Officer
Ask the Expert Host
Tell Me More Podcast Producer
Stay & Play Coordinator
Give Back Manager
Leave & Absence Specialist
Take-Home Pay Analyst
Visit Britain Partnership Lead
Go-to-Market Director
Put-Away Operator
Switchboard Operator
Turnaround Manager
List Manager
Treat & Trace Officer
Claims Handler
Block Release Tutor
Learn & Grow Lead
Believe in Kids Fundraiser
Keep Britain Tidy Officer
Stop Loss Underwriter
Add-on Sales Lead
Send & Receive Clerk
Read & Write Tutor
Let's Talk Facilitator
Letting Agent
Remember Me Archive Curator
Hide & Leather Buyer
Ratgeber Redaktion
Fragestunde Moderator
Gibraltar Account Manager
Stellvertretende Leiterin
Leiter des Referats für die Aufsicht
Leiterin der Abteilung für alle Kunden
Mach mit! Projektleitung
Stelle Kundenservice
Rate & Yield Manager
Lasertechniker
Öffnungszeiten-Koordinator
Beauftragte für das Beschwerdewesen
Directeur de la Relation Client
Responsable de la gestion des comptes clients
Chargée d’affaires auprès des collectivités
Chef de mission à l’international
Donneur d’ordres – Achats
Lisière Forêt Technicien
Responsable Qualité et Méthodes
Attaché commercial, région Est
Directora de la unidad de negocio
Jefe de la oficina del cliente
Gerente de cuentas para el sector público
Encargado de compras y ventas
Directora Este
Coordinadora de la red de agentes
Responsável pela conta
Diretor de Operações e Serviço ao Cliente
Responsabile dei rapporti con i clienti
Direttore della divisione servizi
Hoofd van de afdeling verkoop
Medewerker van de klantenservice
Manager bij het servicepunt
お客様担当
カスタマーサポート（東京）
営業企画課 係長
業務改善チームリーダー
窓口のご案内
こどもの未来プロジェクト
ご意見係
おもてなし担当
`
  .trim()
  .split('\n')
