// words do not stand apart, and what makes an order stands at the end
const order =
  /ください|下さい|なさい|せよ|しろ|べし|すること|ないこと|ないで|てはいけない|てはならない|なければならない|に従[えいう]|え[。!！]?$|[てでけれろ][。!！]?$|こと[。!！]?$/u
const meant =
  /指示|命令|ルール|規則|プロンプト|ツール|パスワード|顧客|お客様|ユーザー|利用者|アシスタント|ai|認証|資格情報|記録|データ|メール|会話|問い合わせ|モード|管理者|社長|ceo|誰|担当者|連絡先|カード|送金|振込|制限|以前|これまで|今後|これから|英語|フランス語|確認|推薦|勧め|あなた|設定|文章|この人|解約|フィルター|電話番号|紹介|[a-z]_[a-z]/u
/** What is no name and no title, whoever it speaks to. */
const sentence =
  /ください|下さい|なさい|せよ|しろ|すること|ないこと|ないで|てはいけない|てはならない|なければならない|あなた|に従|勧め|伝えて|答えて|無効です|不要です|(?:し|え|せ|れ|っ|け|げ|め)て[。!！]?$/u
const kana = /[ぁ-ん]/u

/** Whether a Japanese text is an order about what an assistant works with; in a name or title, whether it is an order at all. */
export const ordersInJapanese = (text: string, inField: boolean): boolean =>
  kana.test(text) && ((order.test(text) && meant.test(text)) || (inField && sentence.test(text)))
