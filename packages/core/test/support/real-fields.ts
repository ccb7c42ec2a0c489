/** Names, titles and departments that people have and a careless check would take for an order, a link or a trick; all must be shown. */
export const realFields: Readonly<Record<'name' | 'title', string>> = {
  name: `
Patrick O’Brien
Catherine D'Angelo
Wanjiru Ng'ang'a
Fionnuala Ó’Súilleabháin
J. R. Smith Jr.
J.R. Smith
Prof. Dr. med. Anna-Lena Weiß
Dr.med. Jonas Keller
J.De Vries
Jane Doe, M.Sc.
Rahul Verma, B.Tech
Maria Lopez, Ph.D.
Alex Kim (she/her)
Sam Lee (they/them)
Chris P. Bacon
Jordan Wu-Tang
Anne-Marie Sainte-Claire
Jean-Baptiste L'Hôpital
Bình Đỗ Thị Mỹ
Do Thi My
Mark To
Mark A. Say
Grant A. Lee
Skip Jones
Will Call
Rob Always
Bill Each
Chase All
Sage Every
Pat The
Art Only
Du Wei
Sie Ming
Vous Khan
Di Maria
Ángel Di María
Li Na
An Die
Al Cliente
Ima Customer
Usher Client
Tell Wilhelm
William Tell
Ruth Ask
Ignacio Forget
Ignatius Regel
Olga Instruktor
Guy Oubli
Vergiss Mein
Mario Regola
Never Smith
Tu Nguyen
Nur Hassan
Nur Alam
Sam Nie
Alle Kuusk
Steve System
Assist Ant
Agent Orange
Claude Agent
Max Modus
Sudo Yamamoto
Admin Okafor
Root Hansen
علی‌رضا محمدی
فاطمه‌زهرا احمدی
می‌ترا کریمی
مُحَمَّد عَبْدُ ٱللَّٰه
ශ්‍රීමත් පෙරේරා
क्‍षितिज शर्मा
श्रीनिवास अय्यर
שמואל צ׳רני
ע׳אסאן כנפאני
ประยุทธ์ จันทร์โอชา
เกียรติศักดิ์ ศรีสุข
佐藤・アン・マリー
アンナ・マリア
王・リサ
マイケル・J・フォックス
はやて
さとう ひで
李 小龙
Zhōu Wényuán
Kàyọ̀dé Ọlátúnjí
Ṣadé Adéwùnmí
Ngọc Ánh
Łucja Źdźbło
İlker Çağlayan
Ħamrun Żammit
Ásgeirsdóttir, Þuríður
Мария-Луиза Д’Артаньян
Олексій Іванюк-мол.
Νίκος Χ''Μιχαήλ
N!xau ǂToma
`,
  title: `
Head of Prompt Engineering
System Administrator
Director, Instruction Design
Instruction Set Architect
Rules Engine Lead
Head of Ignore Lists
Lead, Do-Not-Contact Compliance
Do Not Call List Compliance Officer
Know Your Customer Analyst
Know-Your-Customer (KYC) Lead
Bring Your Own Device Programme Manager
Tell-Us-Once Service Manager
Always-On Support Lead
Never Events Officer
Only Connect Producer
Answer Desk Manager
Answers & Replies Lead
Reply Handling Specialist
Respond & Recover Lead
Call Routing Architect
Mail Forwarding Supervisor
Send-Out Coordinator
Show Floor Manager
Open Source Program Manager
Open Banking Lead
Read Replica Engineer
Write-Off Analyst
Run-the-Business Manager
Make-or-Buy Analyst
Keep-in-Touch Coordinator
Delete Key Product Owner
Forget-Me-Not Charity Lead
Pretend Play Researcher
Act Fast Program Lead
Role-Play Trainer
Secret Shopper Programme Manager
Hidden Figures Mentor
Full Access Programme Lead
Admin Rights Auditor
Mode Switch Engineer
Debug Tools Manager
Maintenance Mode Planner
Developer Mode Evangelist
Assistant to the Manager
Assistant Manager: Sales
AI Agent Product Manager
Agent Assist Lead
Model Governance Officer
Customer Must-Have Analyst
Every Day Counts Programme
The Customer Team Lead
Customer Asks Coordinator
Ask-Me-Anything Host
Sales/CS Lead
CSM & Renewals
L&D + OD Partner
Success Manager (she/her)
#1 Account Lead
No. 1 Key Account Manager
Node.js Lead
Node.js/React Lead
ASP.NET Developer
VB.NET Consultant
V.P. Sales
S.V.P., Global Accounts
Sr.Engineer
Asst.Director Marketing
Dipl.-Ing. Vertrieb
Dipl.Ing. Maschinenbau
M.Sc. Data Engineering
B.Com. Finance Lead
e.g. Support
i.A. Kundenservice
z.Hd. Einkauf
Tier 1/2/3 Support
24/7 Desk
Manager, EMEA (m/f/d)
Kundenberater*in
Mitarbeiter*innen Vertrieb
Kundenbetreuer_in
Kundenberater:in
CSM @ Northwind
Teamleiter (50 %)
C++/C# Engineer
R&D
Präsident
Vizepräsidentin
Regelungstechniker
Anweisungsbefugte Leiterin
Leiter Befehlsstelle
Vergessenheit-Museum Direktor
Sagenhafte Orte – Redaktion
Frage & Antwort Redaktion
Antwortservice Leitung
Sendeleiter
Leiter Sendetechnik
Rufbereitschaft Teamleiter
Handel & Vertrieb
Teilprojektleiter Kundendaten
Neue Medien Referent
Alle-Kunden-Betreuung
Zeigerdiagramm-Ingenieur
Gebäudemanagement
Chargé de demande clients
Gestionnaire Demandes Clients
Responsable Affichage
Directeur des Règles
Chef du Service Client
Instructrice de Pilotage
Ordres & Livraisons
Directrice Mode
Responsable Mode Développement
Toujours Plus Programme Manager
Passe-Partout Technicien
Suivi Clients
Appels d’offres
Envoi & Transferts
Vous & Nous Programme
Responsable de Normas y Reglas
Jefe de Órdenes
Directora de Modo Digital
Usuario Clave SAP
Gerente de Llamadas
Siempre Contigo Programa
Di Mare Sales
Asistente de Dirección
Responsabile Regole e Norme
Modalità Agile Coach
Responsabile Ordini Clienti
Chiamate & Reclami
Assistente di Direzione
Gerente de Regras
Envio & Logística
Assistente Comercial
Regelgeving Adviseur
Opdrachten Coördinator
Klantvragen Team
Gebruikerservice
Roepnaam Beheer
Assistent Bedrijfsleider
カスタマーサクセス担当
お客様相談室長
ユーザーサポート課長
指示・連絡担当
規則管理部
システム管理者
システム部 部長
アシスタントマネージャー
営業部/第1課
データ分析・推進室
メール配信チーム
ツール開発
すべてのお客様担当
Leitung »Neue Wege«
Head of “Always Ready”
Director – Prompt Payment
Prompt Payment Officer
Instructions & Permits Clerk
Previous-Owner Relations
Above-the-Line Marketing
Void & Voucher Analyst
Password Reset Desk
Key & Token Custodian
Conversation Designer
Transcript & Records Clerk
Database Export Specialist
Verification & Validation Lead
Skip Tracing Specialist
Route-to-Market Lead
Transfer Agent
Wire Transfer Desk
Refund Approvals Manager
Grants & Access Manager
Trust & Safety Lead
Compliance Officer
Obedience School Partnerships
Before & After Care Lead
Customer Success, #CX
№ 2 Регион
Старший менеджер (Сибирь)
Руководитель: юг
مدیر ارشد مشتری‌مداری
سرپرست پشتیبانی (شیفت ۲)
ग्राहक सेवा प्रमुख
מנהל/ת תיק לקוח
ผู้จัดการฝ่ายขาย/บริการ
客户成功 / 华东
고객지원 1팀
`,
}
