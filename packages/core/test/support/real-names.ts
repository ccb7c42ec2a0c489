/** People's names, in many scripts and customs. */
export const realNames: readonly string[] = `
Sarah Jenkins
Diego Álvarez
Jürgen Groß
Siobhán O'Brien
Seán Ó Súilleabháin
Jean-Luc d’Arc
Anne-Sophie de la Tour d’Auvergne
José María de la Cruz y Fernández
María-José Carreño Quiñones
João da Silva e Souza
Dr. Ngozi Okonjo-Iweala, PhD
Martin Luther King, Jr.
Robert Downey III
Guy Forget
Anne Prompt
Mark Rule
Will Power
Rob Banks
Alexa System
Claude Monet
Gemini Jones
Asha Ignacio
May Must
Prince (Rogers) Nelson
William “Bill” Gates
Dwayne "The Rock" Johnson
Björk Guðmundsdóttir
Łukasz Żółć
Zoë Kravitz
Chloé Martin
Đặng Thị Ngọc Hân
Nguyễn Văn Anh
Nguyễn Thị Bỏ
Kim (임) Lee
김민준
박서연
이순신
山田 太郎
佐藤・花子
田中一郎
王小明
李娜
欧阳修
陳大文
阿卜杜拉·艾哈迈德
ʻIolani Kealoha
Keliʻi Akina
Ti‘ana Māhoe
Wiremu Pōtae
Нина Ковальски
Сергей Иванов
Юрій Шевченко
Ђорђе Петровић
Ελένη Παπαδοπούλου
Γιώργος Νικολάου
Արամ Խաչատրյան
გიორგი მარგველაშვილი
محمد علي
فاطمة الزهراء بنت أحمد
علی رضایی
דוד בן־גוריון
שרה לוי
राज कुमार शर्मा
प्रिया पटेल
রবীন্দ্রনাথ ঠাকুর
கமல்ஹாசன்
సత్య నాదెళ్ల
ಕಿರಣ್ ಕುಮಾರ್
മോഹൻലാൽ
ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ
สมชาย ใจดี
ສົມສັກ
អ៊ុក ដារា
အောင်ဆန်း
አበበ ቢቂላ
Óscar Martínez i Ferrer
Josep Lluís Carod‑Rovira
Ana-Maria Brânză
Çağla Büyükakçay
Søren Kierkegaard
Åse Ødegård
Þóra Arnórsdóttir
X Æ A-12
Mary O´Neill
Nkosazana Dlamini-Zuma
'Ahmad bin Abdullah
May Lin
Will Smith
Can Yılmaz
Are Johansen
Has Ali
Do Van Minh
Me Nguyen
My Tran
Our Sok
Will May
Es Devlin
Son Heung-min
Ha Jin
No Thi
Ma Long
Mon Laferte
Ton Koopman
Tu Anh
Te Ata
Mi Sun Kim
Si Tew
Este Haim
Lo Moon
Le Van Ba
Mia Rossi
Che Guevara
Gli Azzurri
Als Ob
Wenn Lawson
Weil Simone
Dan Brown
Is Haque
Ben Je
Dat Nguyen
Hem Raj
Hun Sen
An Na Lê
Vos Marten
Toi Te
Sois Bel
De La Cruz, Ana
`
  .trim()
  .split('\n')

/** Companies' names as accounts have them. */
export const realCompanies: readonly string[] = `
Acme Robotics
Acme, Inc.
AT&T
C&A
7-Eleven
Yahoo!
Procter & Gamble
H&M Hennes & Mauritz AB (publ)
Ben & Jerry's
Toys“R”Us
A.P. Møller – Mærsk A/S
Société Générale
Moët Hennessy • Louis Vuitton
Dun & Bradstreet®
Volkswagen AG
Müller GmbH & Co. KG
株式会社日立製作所
トヨタ自動車株式会社
中国石油天然气集团有限公司（CNPC）
삼성전자
ООО «Газпром»
ОАО "РЖД"
شركة أرامكو السعودية
बजाज फाइनेंस
¡Vaya! Media
#1 Cochran
@Leisure Group
Amazon.com, Inc.
Booking.com B.V.
Ignore No More Foundation
System Rules Ltd
Prompt Logistics
The Instruction Company
Override Records LLC
1-800-Flowers.com
3M
O₂ Telefónica
Who? Entertainment
Alphabet Inc. | Google
Crédit Agricole S.A.
`
  .trim()
  .split('\n')
