<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
 <context>
  <name>Evertill</name>
  <message numerus="yes">
   <source>%n device(s) set up</source>
   <translation>
    <numerusform>已設定 %n 台裝置</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n earlier items</source>
   <translation>
    <numerusform>前面還有 %n 件</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n held</source>
   <translation>
    <numerusform>%n 筆被扣留</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n items</source>
   <translation>
    <numerusform>%n 件</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n need(s) attention</source>
   <translation>
    <numerusform>%n 台需要處理</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n new device(s) found</source>
   <translation>
    <numerusform>發現 %n 台新裝置</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n records wait to be sent</source>
   <translation>
    <numerusform>%n 筆記錄待傳送</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n sales cancelled</source>
   <translation>
    <numerusform>%n 筆交易已取消</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n sales carried over</source>
   <translation>
    <numerusform>%n 筆交易已結轉</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n suspended</source>
   <translation>
    <numerusform>%n 筆掛單</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n waiting</source>
   <translation>
    <numerusform>%n 筆待上傳</numerusform>
   </translation>
  </message>
  <message>
   <source>32 (58 mm)</source>
   <translation>32(58 公釐)</translation>
  </message>
  <message>
   <source>42 (80 mm)</source>
   <translation>42(80 公釐)</translation>
  </message>
  <message>
   <source>48 (80 mm)</source>
   <translation>48(80 公釐)</translation>
  </message>
  <message>
   <source>58 mm, simple</source>
   <translation>58 公釐,簡易型</translation>
  </message>
  <message>
   <source>80 mm, Latin only</source>
   <translation>80 公釐,僅拉丁字母</translation>
  </message>
  <message>
   <source>A file of this computer's user</source>
   <translation>本機使用者的檔案</translation>
  </message>
  <message>
   <source>A file of this till cannot be used</source>
   <translation>本收銀機的一個檔案無法使用</translation>
  </message>
  <message>
   <source>A protected file</source>
   <translation>受保護的檔案</translation>
  </message>
  <message>
   <source>A reason is needed</source>
   <translation>需要填寫原因</translation>
  </message>
  <message>
   <source>A rule for reading codes is wrong</source>
   <translation>讀碼規則有誤</translation>
  </message>
  <message>
   <source>A sale belongs to the day before until</source>
   <translation>營業日切換時間</translation>
  </message>
  <message>
   <source>A sale is open</source>
   <translation>有未完成的銷售</translation>
  </message>
  <message>
   <source>Account</source>
   <translation>掛帳</translation>
  </message>
  <message>
   <source>Add coupon</source>
   <translation>新增優惠券</translation>
  </message>
  <message>
   <source>Add free item</source>
   <translation>新增贈品</translation>
  </message>
  <message>
   <source>Add it as any other item.</source>
   <translation>請按一般商品加入。</translation>
  </message>
  <message>
   <source>Add member</source>
   <translation>加入會員</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>位址</translation>
  </message>
  <message>
   <source>Address of the center</source>
   <translation>總部伺服器位址</translation>
  </message>
  <message>
   <source>Advance</source>
   <translation>預支</translation>
  </message>
  <message>
   <source>Advance returned</source>
   <translation>歸還預支款</translation>
  </message>
  <message>
   <source>Age check</source>
   <translation>年齡核查</translation>
  </message>
  <message>
   <source>All devices work.</source>
   <translation>所有裝置正常。</translation>
  </message>
  <message>
   <source>All of it</source>
   <translation>整筆</translation>
  </message>
  <message>
   <source>All sent</source>
   <translation>已全部上傳</translation>
  </message>
  <message>
   <source>Amount</source>
   <translation>金額</translation>
  </message>
  <message>
   <source>Amount too small</source>
   <translation>金額不足</translation>
  </message>
  <message>
   <source>An event is too large to be sent</source>
   <translation>一筆記錄過大，無法傳送</translation>
  </message>
  <message>
   <source>Another one of its group was applied</source>
   <translation>已採用同組的另一項</translation>
  </message>
  <message>
   <source>Another price</source>
   <translation>改價</translation>
  </message>
  <message>
   <source>Another program holds the printer: close it.</source>
   <translation>印表機被另一個程式佔用:請關閉該程式。</translation>
  </message>
  <message>
   <source>Answer the question first</source>
   <translation>請先回答問題</translation>
  </message>
  <message>
   <source>Any characters</source>
   <translation>任意字元</translation>
  </message>
  <message>
   <source>Applied</source>
   <translation>已採用</translation>
  </message>
  <message>
   <source>Approval</source>
   <translation>授權</translation>
  </message>
  <message>
   <source>Arrow keys choose a name, digits key the PIN</source>
   <translation>方向鍵選擇姓名，數字鍵輸入密碼</translation>
  </message>
  <message>
   <source>As PDF, web page or picture</source>
   <translation>存為 PDF、網頁或圖片</translation>
  </message>
  <message>
   <source>As it stands on the paper that was shown.</source>
   <translation>依出示的證件填寫。</translation>
  </message>
  <message>
   <source>Ask a manager to set up devices</source>
   <translation>請經理來設定裝置</translation>
  </message>
  <message>
   <source>Ask a supervisor to start the training</source>
   <translation>請主管啟動培訓</translation>
  </message>
  <message>
   <source>Ask for a document: born on {born_until} or before?</source>
   <translation>請查驗證件：出生日期不晚於 {born_until}？</translation>
  </message>
  <message>
   <source>Ask somebody with a higher limit. The attempt is recorded.</source>
   <translation>請有更高額度的人批准。此次嘗試已記錄。</translation>
  </message>
  <message>
   <source>Ask somebody with the right to do it. The attempt is recorded.</source>
   <translation>請有權限的人操作。此次嘗試已記錄。</translation>
  </message>
  <message>
   <source>Ask the technician for the right to use the printer's queue.</source>
   <translation>請技術員授予使用該印表機佇列的權限。</translation>
  </message>
  <message>
   <source>Ask the technician for the right to use the printer.</source>
   <translation>請技術員授予使用印表機的權限。</translation>
  </message>
  <message>
   <source>Ask the technician for the right to use this card reader.</source>
   <translation>請技術員授予使用此讀卡機的權限。</translation>
  </message>
  <message>
   <source>Ask the technician for the right to use this port.</source>
   <translation>請技術員授予使用此連接埠的權限。</translation>
  </message>
  <message>
   <source>Ask the technician to install it, or choose another reader.</source>
   <translation>請技術員安裝,或選擇其他讀卡機。</translation>
  </message>
  <message>
   <source>At most 100 percent.</source>
   <translation>最多 100%。</translation>
  </message>
  <message>
   <source>At the center</source>
   <translation>總部已收</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>返回</translation>
  </message>
  <message>
   <source>Back to basket</source>
   <translation>返回清單</translation>
  </message>
  <message>
   <source>Back to selling</source>
   <translation>返回銷售</translation>
  </message>
  <message>
   <source>Back to the till</source>
   <translation>返回收銀台</translation>
  </message>
  <message>
   <source>Barcode scanner</source>
   <translation>條碼掃描器</translation>
  </message>
  <message>
   <source>Basket</source>
   <translation>購物清單</translation>
  </message>
  <message>
   <source>Before</source>
   <translation>原價</translation>
  </message>
  <message>
   <source>Begin another one.</source>
   <translation>請開始新的一筆。</translation>
  </message>
  <message>
   <source>Born {date} or before?</source>
   <translation>出生於 {date} 或之前？</translation>
  </message>
  <message>
   <source>Business day {date} · opened {time}</source>
   <translation>營業日 {date} · {time} 開始</translation>
  </message>
  <message>
   <source>Business day {date}. Count the loan and key it.</source>
   <translation>營業日 {date}。請清點備用金並輸入。</translation>
  </message>
  <message>
   <source>By hand</source>
   <translation>手動</translation>
  </message>
  <message>
   <source>Bytes</source>
   <translation>位元組</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Cancel it</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Cancel the sale</source>
   <translation>取消銷售</translation>
  </message>
  <message>
   <source>Cannot pay</source>
   <translation>無法付款</translation>
  </message>
  <message>
   <source>Card</source>
   <translation>信用卡</translation>
  </message>
  <message>
   <source>Card reader</source>
   <translation>讀卡機</translation>
  </message>
  <message>
   <source>Carry over</source>
   <translation>結轉</translation>
  </message>
  <message>
   <source>Cash</source>
   <translation>現金</translation>
  </message>
  <message>
   <source>Cash drawer</source>
   <translation>錢箱</translation>
  </message>
  <message>
   <source>Cash exact</source>
   <translation>現金剛好</translation>
  </message>
  <message>
   <source>Cash given</source>
   <translation>收到現金</translation>
  </message>
  <message>
   <source>Cash in and out</source>
   <translation>現金收支</translation>
  </message>
  <message>
   <source>Cash in the drawer</source>
   <translation>錢箱備用金</translation>
  </message>
  <message>
   <source>Center</source>
   <translation>總部</translation>
  </message>
  <message>
   <source>Change</source>
   <translation>找零</translation>
  </message>
  <message>
   <source>Change a note</source>
   <translation>換零錢</translation>
  </message>
  <message>
   <source>Change from the safe into the drawer</source>
   <translation>從保險櫃向錢箱補充零錢</translation>
  </message>
  <message>
   <source>Change is short</source>
   <translation>零錢不足</translation>
  </message>
  <message>
   <source>Change the price of a line</source>
   <translation>更改一行的價格</translation>
  </message>
  <message>
   <source>Changed by hand</source>
   <translation>手動改價</translation>
  </message>
  <message>
   <source>Characters in a line of paper</source>
   <translation>紙上每行字元數</translation>
  </message>
  <message>
   <source>Charity</source>
   <translation>慈善機構</translation>
  </message>
  <message>
   <source>Check its cable and its protocol, then try again; or set sensor = "none".</source>
   <translation>檢查線纜和協定後重試;或設定 sensor = "none"。</translation>
  </message>
  <message>
   <source>Check speed and parity of the scanner's line, then try again.</source>
   <translation>檢查掃描器線路的速率和同位檢查,然後重試。</translation>
  </message>
  <message>
   <source>Check that the cover is closed; if so, switch the printer off and on.</source>
   <translation>檢查機蓋是否關好;如已關好,請關閉再開啟印表機電源。</translation>
  </message>
  <message>
   <source>Check that the device is on and its cable is plugged in.</source>
   <translation>檢查裝置是否開機、線纜是否插好。</translation>
  </message>
  <message>
   <source>Check that the printer is on and its cable is plugged in.</source>
   <translation>檢查印表機是否開機、線纜是否插好。</translation>
  </message>
  <message>
   <source>Check the date and the clock, then confirm.</source>
   <translation>請檢查日期和時鐘，然後確認。</translation>
  </message>
  <message>
   <source>Check the number, or return without a receipt.</source>
   <translation>請核對號碼，或無收據退貨。</translation>
  </message>
  <message>
   <source>Check the serial number.</source>
   <translation>請核對序號。</translation>
  </message>
  <message>
   <source>Checking the PIN</source>
   <translation>正在核對密碼</translation>
  </message>
  <message>
   <source>Checking the ledger</source>
   <translation>正在檢查帳本</translation>
  </message>
  <message>
   <source>Choose a PIN of six digits.</source>
   <translation>請設定六位數字密碼。</translation>
  </message>
  <message>
   <source>Choose a currency.</source>
   <translation>請選擇貨幣。</translation>
  </message>
  <message>
   <source>Choose a date that is not before the last business day.</source>
   <translation>請選擇不早於上一營業日的日期。</translation>
  </message>
  <message>
   <source>Choose a line first.</source>
   <translation>請先選擇一行。</translation>
  </message>
  <message>
   <source>Choose a tender from the list.</source>
   <translation>請從清單中選擇支付方式。</translation>
  </message>
  <message>
   <source>Choose a time zone from the list.</source>
   <translation>請從清單中選擇時區。</translation>
  </message>
  <message>
   <source>Choose another line.</source>
   <translation>請選擇其他行。</translation>
  </message>
  <message>
   <source>Choose another one.</source>
   <translation>請選擇其他項。</translation>
  </message>
  <message>
   <source>Choose one of the list.</source>
   <translation>請從列表中選擇。</translation>
  </message>
  <message>
   <source>Choose or type a reason.</source>
   <translation>請選擇或輸入原因。</translation>
  </message>
  <message>
   <source>Choose six digits that neither repeat nor count.</source>
   <translation>請選擇不重複、不連續的六位數字。</translation>
  </message>
  <message>
   <source>Choose somebody else.</source>
   <translation>請選擇其他人。</translation>
  </message>
  <message>
   <source>Choose the lines</source>
   <translation>選擇商品行</translation>
  </message>
  <message>
   <source>Choose the protocol, speed and parity that the scale is set to.</source>
   <translation>選擇與電子秤一致的協定、速率和同位檢查。</translation>
  </message>
  <message>
   <source>Choose the scanner in its address: a keyboard chosen there types nowhere else.</source>
   <translation>請在位址中選擇掃描器:在那裡選了鍵盤,鍵盤就不能在別處輸入。</translation>
  </message>
  <message>
   <source>Choose to remove.</source>
   <translation>選取即可移除。</translation>
  </message>
  <message>
   <source>Choose what it is.</source>
   <translation>請選擇它是什麼裝置。</translation>
  </message>
  <message>
   <source>Choose your name and key your PIN. Both are recorded.</source>
   <translation>選擇您的姓名並輸入密碼，兩者均會記錄。</translation>
  </message>
  <message>
   <source>Choose your name instead, and show the badge to the manager.</source>
   <translation>請改選您的姓名，並將識別證交給經理查看。</translation>
  </message>
  <message>
   <source>Choose your name instead.</source>
   <translation>請改為選擇姓名。</translation>
  </message>
  <message>
   <source>Choose your name, then key your PIN.</source>
   <translation>請選擇姓名，然後輸入密碼。</translation>
  </message>
  <message>
   <source>Cleaning</source>
   <translation>清潔</translation>
  </message>
  <message>
   <source>Clock</source>
   <translation>時鐘</translation>
  </message>
  <message>
   <source>Clock is wrong</source>
   <translation>時鐘不準</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>關閉</translation>
  </message>
  <message>
   <source>Close the cash drawer; if it is closed, see whether its cable is in.</source>
   <translation>請關上錢箱;如已關上,檢查線纜是否插好。</translation>
  </message>
  <message>
   <source>Close the day</source>
   <translation>結束營業日</translation>
  </message>
  <message>
   <source>Close the drawer</source>
   <translation>關上錢箱</translation>
  </message>
  <message>
   <source>Close the other program that uses the card reader.</source>
   <translation>請關閉正在使用讀卡機的其他程式。</translation>
  </message>
  <message>
   <source>Close the other program that uses the cash drawer.</source>
   <translation>請關閉正在使用錢箱的其他程式。</translation>
  </message>
  <message>
   <source>Close the other program that uses the customer display.</source>
   <translation>請關閉正在使用顧客顯示器的其他程式。</translation>
  </message>
  <message>
   <source>Close the other program that uses the device.</source>
   <translation>請關閉正在使用該裝置的其他程式。</translation>
  </message>
  <message>
   <source>Close the other program that uses the scale.</source>
   <translation>請關閉正在使用電子秤的其他程式。</translation>
  </message>
  <message>
   <source>Close the other program that uses the scanner.</source>
   <translation>請關閉正在使用掃描器的其他程式。</translation>
  </message>
  <message>
   <source>Close the printer cover.</source>
   <translation>請關上印表機機蓋。</translation>
  </message>
  <message>
   <source>Code of the card</source>
   <translation>卡號</translation>
  </message>
  <message>
   <source>Code of the coupon</source>
   <translation>優惠券號碼</translation>
  </message>
  <message>
   <source>Coins from the bank</source>
   <translation>銀行換來的硬幣</translation>
  </message>
  <message>
   <source>Compare its settings with the manual, or send the support bundle.</source>
   <translation>對照說明書檢查設定,或傳送支援包。</translation>
  </message>
  <message>
   <source>Compare what is shown, then try again. The log helps support.</source>
   <translation>請核對畫面內容後重試。日誌可供技術支援查看。</translation>
  </message>
  <message>
   <source>Complete it and begin another one.</source>
   <translation>請完成這一筆，再開始新的一筆。</translation>
  </message>
  <message>
   <source>Complete or cancel the sale first.</source>
   <translation>請先完成或取消目前銷售。</translation>
  </message>
  <message>
   <source>Complete the sale</source>
   <translation>完成銷售</translation>
  </message>
  <message>
   <source>Complete the sale.</source>
   <translation>請完成銷售。</translation>
  </message>
  <message>
   <source>Complete, suspend or cancel it first.</source>
   <translation>請先完成、掛單或取消。</translation>
  </message>
  <message>
   <source>Connecting</source>
   <translation>正在連線</translation>
  </message>
  <message>
   <source>Connection</source>
   <translation>連線</translation>
  </message>
  <message>
   <source>Copy of a receipt</source>
   <translation>收據副本</translation>
  </message>
  <message>
   <source>Copy of a report</source>
   <translation>報表副本</translation>
  </message>
  <message>
   <source>Correct it and send it again.</source>
   <translation>請更正後重新傳送。</translation>
  </message>
  <message>
   <source>Correct the store's label patterns in the settings.</source>
   <translation>請在設定中更正門市的標籤格式。</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>清點</translation>
  </message>
  <message>
   <source>Count all cash in the drawer, the loan included.</source>
   <translation>請清點錢箱內全部現金，包括備用金。</translation>
  </message>
  <message>
   <source>Count is complete</source>
   <translation>清點完成</translation>
  </message>
  <message>
   <source>Count it, or give the reason why nobody can.</source>
   <translation>請清點，或說明無法清點的原因。</translation>
  </message>
  <message>
   <source>Count the cash, or confirm to record it all the same.</source>
   <translation>請清點現金，或確認後仍予記錄。</translation>
  </message>
  <message>
   <source>Count the loan and open the till.</source>
   <translation>請清點備用金並開台。</translation>
  </message>
  <message>
   <source>Count the till</source>
   <translation>清點現金</translation>
  </message>
  <message>
   <source>Count {number} recorded: {amount}</source>
   <translation>第 {number} 次清點已記錄：{amount}</translation>
  </message>
  <message>
   <source>Counted cash</source>
   <translation>清點現金</translation>
  </message>
  <message>
   <source>Counts</source>
   <translation>有效</translation>
  </message>
  <message>
   <source>Coupon {code}</source>
   <translation>優惠券 {code}</translation>
  </message>
  <message>
   <source>Coupons that give nothing</source>
   <translation>無效的優惠券</translation>
  </message>
  <message>
   <source>Cover open</source>
   <translation>機蓋打開</translation>
  </message>
  <message>
   <source>Currency</source>
   <translation>貨幣</translation>
  </message>
  <message>
   <source>Customer</source>
   <translation>顧客</translation>
  </message>
  <message>
   <source>Customer changed their mind</source>
   <translation>顧客改變主意</translation>
  </message>
  <message>
   <source>Customer display</source>
   <translation>顧客顯示器</translation>
  </message>
  <message>
   <source>Customer display at rest, lower line</source>
   <translation>顧客顯示器閒置時下行</translation>
  </message>
  <message>
   <source>Customer display at rest, upper line</source>
   <translation>顧客顯示器閒置時上行</translation>
  </message>
  <message>
   <source>Customer left</source>
   <translation>顧客離開</translation>
  </message>
  <message>
   <source>Customer screen</source>
   <translation>顧客螢幕</translation>
  </message>
  <message>
   <source>Customer's screen; empty for none</source>
   <translation>顧客螢幕;留空表示沒有</translation>
  </message>
  <message>
   <source>Damaged</source>
   <translation>商品損壞</translation>
  </message>
  <message>
   <source>Damaged pack</source>
   <translation>包裝破損</translation>
  </message>
  <message>
   <source>Date of birth</source>
   <translation>出生日期</translation>
  </message>
  <message>
   <source>Delete last digit</source>
   <translation>刪除最後一位</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>裝置</translation>
  </message>
  <message>
   <source>Device file</source>
   <translation>裝置檔案</translation>
  </message>
  <message>
   <source>Devices</source>
   <translation>裝置</translation>
  </message>
  <message>
   <source>Diagnostics</source>
   <translation>診斷</translation>
  </message>
  <message>
   <source>Did not apply</source>
   <translation>未採用</translation>
  </message>
  <message>
   <source>Did not happen</source>
   <translation>並未發生</translation>
  </message>
  <message>
   <source>Diplomatic mission</source>
   <translation>外交機構</translation>
  </message>
  <message>
   <source>Discount</source>
   <translation>折扣</translation>
  </message>
  <message>
   <source>Discount: {reason}</source>
   <translation>折扣：{reason}</translation>
  </message>
  <message>
   <source>Display</source>
   <translation>顧客顯示</translation>
  </message>
  <message>
   <source>Do not add</source>
   <translation>不新增</translation>
  </message>
  <message>
   <source>Do not sell it</source>
   <translation>不銷售</translation>
  </message>
  <message>
   <source>Does not fit</source>
   <translation>不合適</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>完成</translation>
  </message>
  <message>
   <source>Drawer is locked</source>
   <translation>錢箱鎖住</translation>
  </message>
  <message>
   <source>Drawer opened</source>
   <translation>開錢箱次數</translation>
  </message>
  <message>
   <source>Email</source>
   <translation>郵件</translation>
  </message>
  <message>
   <source>Employee</source>
   <translation>員工</translation>
  </message>
  <message>
   <source>Empty the scale and press its zero key.</source>
   <translation>請清空秤盤並按秤上的歸零鍵。</translation>
  </message>
  <message>
   <source>Empty the scale, then switch it off and on.</source>
   <translation>請清空秤盤，然後關閉再開啟秤。</translation>
  </message>
  <message>
   <source>End of the shift</source>
   <translation>交班</translation>
  </message>
  <message>
   <source>End the training</source>
   <translation>結束培訓</translation>
  </message>
  <message>
   <source>Enrolment code</source>
   <translation>註冊碼</translation>
  </message>
  <message>
   <source>Enter your PIN</source>
   <translation>請輸入密碼</translation>
  </message>
  <message>
   <source>Every line is voided</source>
   <translation>所有行均已作廢</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>所有人</translation>
  </message>
  <message>
   <source>Exact</source>
   <translation>剛好</translation>
  </message>
  <message>
   <source>Expired {date}</source>
   <translation>{date} 過期</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>出口</translation>
  </message>
  <message>
   <source>Finish the open sale first</source>
   <translation>請先完成未結交易</translation>
  </message>
  <message>
   <source>Fixed when the till was made.</source>
   <translation>收銀機建立時已固定。</translation>
  </message>
  <message>
   <source>Fixed when the till was made. Its number and name belong to the center.</source>
   <translation>收銀機建立時已固定。其編號和名稱由總部管理。</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>資料夾</translation>
  </message>
  <message>
   <source>For another tier of members</source>
   <translation>僅限其他會員等級</translation>
  </message>
  <message>
   <source>For members</source>
   <translation>僅限會員</translation>
  </message>
  <message>
   <source>For members: add the member first</source>
   <translation>僅限會員：請先新增會員</translation>
  </message>
  <message>
   <source>For other customers</source>
   <translation>僅限其他顧客</translation>
  </message>
  <message>
   <source>For whoever helps from afar.</source>
   <translation>供遠端協助人員使用。</translation>
  </message>
  <message>
   <source>Forgotten change</source>
   <translation>漏找零錢</translation>
  </message>
  <message>
   <source>Found money</source>
   <translation>拾得現金</translation>
  </message>
  <message>
   <source>From {years} years on</source>
   <translation>須滿 {years} 歲</translation>
  </message>
  <message>
   <source>Gift card</source>
   <translation>禮品卡</translation>
  </message>
  <message>
   <source>Give a discount</source>
   <translation>給予折扣</translation>
  </message>
  <message>
   <source>Give back</source>
   <translation>退還</translation>
  </message>
  <message>
   <source>Give cash</source>
   <translation>退現金</translation>
  </message>
  <message>
   <source>Give discount</source>
   <translation>給予折扣</translation>
  </message>
  <message>
   <source>Give it back as the sale was paid.</source>
   <translation>請按原付款方式退還。</translation>
  </message>
  <message>
   <source>Give it back.</source>
   <translation>請退還給顧客。</translation>
  </message>
  <message>
   <source>Give the rest back by another tender.</source>
   <translation>其餘請用其他方式退款。</translation>
  </message>
  <message>
   <source>Give the scanner an entry in the settings with layout = "us".</source>
   <translation>請在設定中為掃描器新增一項,layout = "us"。</translation>
  </message>
  <message>
   <source>Give {amount} back to the customer.</source>
   <translation>退還顧客 {amount}。</translation>
  </message>
  <message>
   <source>Given as often as it may be</source>
   <translation>已達使用次數上限</translation>
  </message>
  <message>
   <source>Given by hand only</source>
   <translation>僅可手動給予</translation>
  </message>
  <message>
   <source>Given {amount}</source>
   <translation>收到 {amount}</translation>
  </message>
  <message>
   <source>Gives nothing now</source>
   <translation>目前無效</translation>
  </message>
  <message>
   <source>Go back to the basket first.</source>
   <translation>請先返回清單。</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>繼續</translation>
  </message>
  <message>
   <source>Goods on the scale, in kg</source>
   <translation>秤上的商品（公斤）</translation>
  </message>
  <message>
   <source>Goods swing</source>
   <translation>貨物晃動</translation>
  </message>
  <message>
   <source>Goods that come back keep their price.</source>
   <translation>退回的商品維持原價。</translation>
  </message>
  <message>
   <source>Goodwill</source>
   <translation>商譽讓利</translation>
  </message>
  <message>
   <source>Have a new paper roll at hand.</source>
   <translation>請備好新的紙捲。</translation>
  </message>
  <message>
   <source>Have its rate entered, or use the currency of the store.</source>
   <translation>請輸入匯率，或使用本店貨幣。</translation>
  </message>
  <message>
   <source>Held by head office</source>
   <translation>被總部扣留</translation>
  </message>
  <message>
   <source>Held by head office: record {seq}</source>
   <translation>被總部扣留：記錄 {seq}</translation>
  </message>
  <message>
   <source>Hold it still on the reader.</source>
   <translation>請將卡片平穩放在讀卡機上。</translation>
  </message>
  <message>
   <source>Hold the card still until the tone.</source>
   <translation>請持卡不動,直到聽到提示音。</translation>
  </message>
  <message>
   <source>Hold up a badge</source>
   <translation>出示工牌</translation>
  </message>
  <message>
   <source>I have written it down</source>
   <translation>我已抄寫</translation>
  </message>
  <message>
   <source>In another channel</source>
   <translation>僅限其他通路</translation>
  </message>
  <message>
   <source>In another currency</source>
   <translation>僅限其他貨幣</translation>
  </message>
  <message>
   <source>In its backup</source>
   <translation>總部已備份</translation>
  </message>
  <message>
   <source>In other stores</source>
   <translation>僅限其他門市</translation>
  </message>
  <message>
   <source>It cannot be added</source>
   <translation>無法新增</translation>
  </message>
  <message>
   <source>It has a window of its own with a border. This till waits; nothing of the training reaches it, its drawer or its reports.</source>
   <translation>培訓在帶邊框的獨立視窗中進行。本收銀台等待；訓練中的任何內容都不會影響它、錢箱或報表。</translation>
  </message>
  <message>
   <source>It is being saved.</source>
   <translation>正在儲存。</translation>
  </message>
  <message>
   <source>It is being written.</source>
   <translation>正在寫入。</translation>
  </message>
  <message>
   <source>It is too early, too late or used up. Give it back.</source>
   <translation>尚未開始、已過期或已用完。請退還給顧客。</translation>
  </message>
  <message>
   <source>It is too light for this scale; key the weight.</source>
   <translation>對這台秤來說太輕，請輸入重量。</translation>
  </message>
  <message>
   <source>Items, prices and operators</source>
   <translation>商品、價格和操作員</translation>
  </message>
  <message>
   <source>Its budget is used up</source>
   <translation>預算已用完</translation>
  </message>
  <message>
   <source>Its coupon is used up</source>
   <translation>其優惠券已用完</translation>
  </message>
  <message>
   <source>Its price stands.</source>
   <translation>按原價銷售。</translation>
  </message>
  <message>
   <source>Join a center</source>
   <translation>加入總部</translation>
  </message>
  <message>
   <source>Joining the center and fetching its items.</source>
   <translation>正在加入總部並取得商品。</translation>
  </message>
  <message>
   <source>Keep</source>
   <translation>保留</translation>
  </message>
  <message>
   <source>Keep the keys in</source>
   <translation>金鑰保存在</translation>
  </message>
  <message>
   <source>Key a higher price; the shop does not allow this one.</source>
   <translation>請輸入更高的價格；本店不允許此價格。</translation>
  </message>
  <message>
   <source>Key a quantity above zero that the item allows.</source>
   <translation>請輸入大於零且該商品允許的數量。</translation>
  </message>
  <message>
   <source>Key a weight</source>
   <translation>手動輸入重量</translation>
  </message>
  <message>
   <source>Key another amount.</source>
   <translation>請輸入其他金額。</translation>
  </message>
  <message>
   <source>Key another price.</source>
   <translation>請輸入其他價格。</translation>
  </message>
  <message>
   <source>Key how much is taken off.</source>
   <translation>請輸入減多少。</translation>
  </message>
  <message>
   <source>Key it again.</source>
   <translation>請重新輸入。</translation>
  </message>
  <message>
   <source>Key it as it stands on the document.</source>
   <translation>依證件上的內容輸入。</translation>
  </message>
  <message>
   <source>Key it as year, month and day.</source>
   <translation>請按年、月、日輸入。</translation>
  </message>
  <message>
   <source>Key one percentage or one amount that is not more than the price.</source>
   <translation>請輸入一個百分比，或一個不超過價格的金額。</translation>
  </message>
  <message>
   <source>Key store</source>
   <translation>金鑰存放處</translation>
  </message>
  <message>
   <source>Key the date of birth</source>
   <translation>輸入出生日期</translation>
  </message>
  <message>
   <source>Key the lot on the pack.</source>
   <translation>請輸入包裝上的批號。</translation>
  </message>
  <message>
   <source>Key the number of the bag again.</source>
   <translation>請重新輸入袋號。</translation>
  </message>
  <message>
   <source>Key the price.</source>
   <translation>請輸入價格。</translation>
  </message>
  <message>
   <source>Key the sum only</source>
   <translation>只輸入總額</translation>
  </message>
  <message>
   <source>Keyed by hand</source>
   <translation>手動輸入</translation>
  </message>
  <message>
   <source>Keyed price</source>
   <translation>手動輸入價格</translation>
  </message>
  <message>
   <source>Keyed wrongly</source>
   <translation>輸入錯誤</translation>
  </message>
  <message>
   <source>Kind</source>
   <translation>類型</translation>
  </message>
  <message>
   <source>Labels read</source>
   <translation>已讀標籤</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>語言</translation>
  </message>
  <message>
   <source>Language of receipts</source>
   <translation>收據語言</translation>
  </message>
  <message>
   <source>Last answer</source>
   <translation>最近回應</translation>
  </message>
  <message>
   <source>Last bytes</source>
   <translation>最近的位元組</translation>
  </message>
  <message>
   <source>Last piece</source>
   <translation>最後一件</translation>
  </message>
  <message>
   <source>Last settlement</source>
   <translation>上次結算</translation>
  </message>
  <message>
   <source>Let something go wrong</source>
   <translation>模擬故障</translation>
  </message>
  <message>
   <source>Let the printer's queue on this computer accept jobs again.</source>
   <translation>請讓本機上該印表機的佇列重新接受工作。</translation>
  </message>
  <message>
   <source>Lift the goods off the scale and put them back.</source>
   <translation>請拿起商品再放回秤上。</translation>
  </message>
  <message>
   <source>Line at the top of every receipt</source>
   <translation>收據頂部文字</translation>
  </message>
  <message>
   <source>Lines above every receipt</source>
   <translation>每張收據的頁首</translation>
  </message>
  <message>
   <source>Lines below every receipt</source>
   <translation>每張收據的頁尾</translation>
  </message>
  <message>
   <source>Loan</source>
   <translation>備用金</translation>
  </message>
  <message>
   <source>Look</source>
   <translation>查看</translation>
  </message>
  <message>
   <source>Look after the printer's queue on this computer.</source>
   <translation>請檢查本機上該印表機的佇列。</translation>
  </message>
  <message>
   <source>Look at the customer's document.</source>
   <translation>請查看顧客的證件。</translation>
  </message>
  <message>
   <source>Look at the report again.</source>
   <translation>請再核對報表。</translation>
  </message>
  <message>
   <source>Look at the slip again.</source>
   <translation>請再核對單據。</translation>
  </message>
  <message>
   <source>Look at this</source>
   <translation>請查看</translation>
  </message>
  <message>
   <source>Look at what is paid so far.</source>
   <translation>請查看已付部分。</translation>
  </message>
  <message>
   <source>Lot</source>
   <translation>批號</translation>
  </message>
  <message>
   <source>Lot {lot}</source>
   <translation>批號 {lot}</translation>
  </message>
  <message>
   <source>Make the till</source>
   <translation>建立收銀台</translation>
  </message>
  <message>
   <source>Manager</source>
   <translation>經理</translation>
  </message>
  <message>
   <source>Member</source>
   <translation>會員</translation>
  </message>
  <message>
   <source>Member. Choose to remove.</source>
   <translation>會員。選取即可移除。</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>型號</translation>
  </message>
  <message>
   <source>Money goes back by another way</source>
   <translation>應以其他方式退款</translation>
  </message>
  <message>
   <source>Money that came in without a sale</source>
   <translation>非銷售收入的現金</translation>
  </message>
  <message>
   <source>More</source>
   <translation>更多</translation>
  </message>
  <message>
   <source>More actions</source>
   <translation>更多操作</translation>
  </message>
  <message>
   <source>More may be taken for free</source>
   <translation>可再免費取貨</translation>
  </message>
  <message>
   <source>More than was sold</source>
   <translation>超過售出數量</translation>
  </message>
  <message>
   <source>Movements so far</source>
   <translation>已有收支</translation>
  </message>
  <message>
   <source>Name its printer in the settings: printer = the printer's id.</source>
   <translation>請在設定中指定其印表機:printer = 印表機的識別碼。</translation>
  </message>
  <message>
   <source>Name of the first operator, a manager</source>
   <translation>首位操作員（經理）姓名</translation>
  </message>
  <message>
   <source>Name of the store</source>
   <translation>門市名稱</translation>
  </message>
  <message>
   <source>Name of the store, on receipts</source>
   <translation>收據上的門市名稱</translation>
  </message>
  <message>
   <source>Name, PLU or code</source>
   <translation>名稱、PLU 或條碼</translation>
  </message>
  <message>
   <source>Nearly there</source>
   <translation>即將滿足</translation>
  </message>
  <message>
   <source>Needs a hand</source>
   <translation>需要處理</translation>
  </message>
  <message>
   <source>Needs a hand soon</source>
   <translation>很快需要處理</translation>
  </message>
  <message>
   <source>Needs a reason and a right of its own</source>
   <translation>需要原因和單獨權限</translation>
  </message>
  <message>
   <source>Network</source>
   <translation>網路</translation>
  </message>
  <message>
   <source>New device found: {name}</source>
   <translation>發現新裝置:{name}</translation>
  </message>
  <message>
   <source>New price</source>
   <translation>新價格</translation>
  </message>
  <message>
   <source>Next</source>
   <translation>下一步</translation>
  </message>
  <message>
   <source>Next item: {what}</source>
   <translation>下一件：{what}</translation>
  </message>
  <message>
   <source>Next language</source>
   <translation>切換語言</translation>
  </message>
  <message>
   <source>Next sale</source>
   <translation>下一筆</translation>
  </message>
  <message>
   <source>Next theme</source>
   <translation>切換主題</translation>
  </message>
  <message>
   <source>No answer</source>
   <translation>無回應</translation>
  </message>
  <message>
   <source>No computer has this address. Check the address, then try again.</source>
   <translation>找不到此位址。請檢查位址後重試。</translation>
  </message>
  <message>
   <source>No device is set up yet.</source>
   <translation>尚未設定任何裝置。</translation>
  </message>
  <message>
   <source>No device is set up yet. Plug one in, or search the network for printers. A scanner that types like a keyboard works by itself.</source>
   <translation>尚未設定任何裝置。請接上裝置,或在網路中尋找印表機。像鍵盤一樣輸入的掃描器無需設定。</translation>
  </message>
  <message>
   <source>No item has the code {scan_code}</source>
   <translation>沒有條碼為 {scan_code} 的商品</translation>
  </message>
  <message>
   <source>No item has the number {plu}</source>
   <translation>沒有編號為 {plu} 的商品</translation>
  </message>
  <message>
   <source>No larger note is needed.</source>
   <translation>不需要更大面額。</translation>
  </message>
  <message>
   <source>No longer in force</source>
   <translation>已失效</translation>
  </message>
  <message>
   <source>No longer valid</source>
   <translation>已過期</translation>
  </message>
  <message>
   <source>No member has this code</source>
   <translation>沒有該會員</translation>
  </message>
  <message>
   <source>No paper</source>
   <translation>缺紙</translation>
  </message>
  <message>
   <source>No promotion adds an item now.</source>
   <translation>目前沒有可新增贈品的促銷。</translation>
  </message>
  <message>
   <source>No promotion takes it</source>
   <translation>沒有促銷接受它</translation>
  </message>
  <message>
   <source>No promotion takes this coupon</source>
   <translation>沒有活動接受該優惠券</translation>
  </message>
  <message>
   <source>No receipt has this number</source>
   <translation>沒有此號碼的收據</translation>
  </message>
  <message>
   <source>No sale</source>
   <translation>開錢箱</translation>
  </message>
  <message>
   <source>No sale is finished yet.</source>
   <translation>尚無已完成的銷售。</translation>
  </message>
  <message>
   <source>No sale is open</source>
   <translation>沒有進行中的銷售</translation>
  </message>
  <message>
   <source>No sale is open or suspended.</source>
   <translation>沒有未完成或掛單的交易。</translation>
  </message>
  <message>
   <source>No sale is open.</source>
   <translation>沒有進行中的銷售。</translation>
  </message>
  <message>
   <source>No sale is suspended.</source>
   <translation>沒有掛單。</translation>
  </message>
  <message>
   <source>No settlement has this number</source>
   <translation>沒有此編號的結算</translation>
  </message>
  <message>
   <source>No till was settled yet.</source>
   <translation>尚無結算。</translation>
  </message>
  <message>
   <source>Nobody can count</source>
   <translation>無法清點</translation>
  </message>
  <message>
   <source>Nobody here has this badge</source>
   <translation>這裡沒有人使用此工牌</translation>
  </message>
  <message>
   <source>Nobody is identified</source>
   <translation>尚未識別會員</translation>
  </message>
  <message>
   <source>Nobody is signed on</source>
   <translation>無人登入</translation>
  </message>
  <message>
   <source>Nobody to count</source>
   <translation>無人清點</translation>
  </message>
  <message>
   <source>Not active</source>
   <translation>未啟用</translation>
  </message>
  <message>
   <source>Not at this time of day</source>
   <translation>不在此時段</translation>
  </message>
  <message>
   <source>Not better than the price</source>
   <translation>不比現價優惠</translation>
  </message>
  <message>
   <source>Not counted</source>
   <translation>未清點</translation>
  </message>
  <message>
   <source>Not enough pieces</source>
   <translation>件數不足</translation>
  </message>
  <message>
   <source>Not enough pieces for another set</source>
   <translation>件數不足再湊一組</translation>
  </message>
  <message>
   <source>Not found</source>
   <translation>未找到</translation>
  </message>
  <message>
   <source>Not known</source>
   <translation>未知</translation>
  </message>
  <message>
   <source>Not together with another coupon</source>
   <translation>不能與其他優惠券併用</translation>
  </message>
  <message>
   <source>Not together with what was applied</source>
   <translation>不能與已採用的併用</translation>
  </message>
  <message>
   <source>Not valid yet</source>
   <translation>尚未生效</translation>
  </message>
  <message>
   <source>Not wanted</source>
   <translation>不想要了</translation>
  </message>
  <message>
   <source>Not yet in force</source>
   <translation>尚未生效</translation>
  </message>
  <message>
   <source>Nothing can be sent now</source>
   <translation>目前無法傳送</translation>
  </message>
  <message>
   <source>Nothing found. Try another word.</source>
   <translation>沒有找到。請換一個詞。</translation>
  </message>
  <message>
   <source>Nothing in the basket it counts for yet</source>
   <translation>購物籃中尚無適用商品</translation>
  </message>
  <message>
   <source>Nothing is to pay</source>
   <translation>無需付款</translation>
  </message>
  <message>
   <source>Nothing moved without a sale yet.</source>
   <translation>尚無非銷售收支。</translation>
  </message>
  <message>
   <source>Nothing of it is real. Do this at the till itself.</source>
   <translation>其中一切都不是真實的。請在收銀台本身操作。</translation>
  </message>
  <message>
   <source>Nothing of this line is left to return.</source>
   <translation>此行已無可退數量。</translation>
  </message>
  <message>
   <source>Nothing was changed.</source>
   <translation>沒有任何變更。</translation>
  </message>
  <message>
   <source>Nothing was changed. If it stays so, ask a supervisor.</source>
   <translation>未作任何變更。如仍如此，請找主管。</translation>
  </message>
  <message>
   <source>Nothing was read</source>
   <translation>沒有讀到條碼</translation>
  </message>
  <message>
   <source>Nothing was recorded under this number</source>
   <translation>此編號下沒有記錄</translation>
  </message>
  <message>
   <source>Nothing was rung up. Tell whoever keeps the items.</source>
   <translation>未錄入任何商品。請通知商品管理員。</translation>
  </message>
  <message>
   <source>Nothing was taken off this line by hand.</source>
   <translation>此行沒有手動折扣。</translation>
  </message>
  <message>
   <source>Nothing yet.</source>
   <translation>尚無。</translation>
  </message>
  <message>
   <source>Now {price}. The change is recorded with its reason.</source>
   <translation>現價 {price}。改價及其原因會被記錄。</translation>
  </message>
  <message>
   <source>Number of the bag</source>
   <translation>錢袋編號</translation>
  </message>
  <message>
   <source>Number of the certificate</source>
   <translation>證書編號</translation>
  </message>
  <message>
   <source>Number of the store</source>
   <translation>門市編號</translation>
  </message>
  <message>
   <source>Number of this till</source>
   <translation>收銀台編號</translation>
  </message>
  <message>
   <source>OK</source>
   <translation>確定</translation>
  </message>
  <message>
   <source>Of card readers no byte is kept.</source>
   <translation>讀卡機的位元組一概不保存。</translation>
  </message>
  <message>
   <source>Old enough</source>
   <translation>已達年齡</translation>
  </message>
  <message>
   <source>Oldest</source>
   <translation>最早</translation>
  </message>
  <message>
   <source>On a printer</source>
   <translation>接在印表機上</translation>
  </message>
  <message>
   <source>One sale may not have so much of it</source>
   <translation>超出每單限購數量</translation>
  </message>
  <message>
   <source>One sale takes no more points</source>
   <translation>每筆交易不能使用更多點數</translation>
  </message>
  <message>
   <source>Only the small code was read</source>
   <translation>只讀到了小條碼</translation>
  </message>
  <message>
   <source>Open item</source>
   <translation>無碼商品</translation>
  </message>
  <message>
   <source>Open sale</source>
   <translation>未完成交易</translation>
  </message>
  <message>
   <source>Open the drawer</source>
   <translation>打開錢箱</translation>
  </message>
  <message>
   <source>Open the drawer with its key.</source>
   <translation>請用鑰匙打開錢箱。</translation>
  </message>
  <message>
   <source>Open the printer cover, remove the paper jam and close it.</source>
   <translation>打開印表機機蓋,取出卡紙後關上。</translation>
  </message>
  <message>
   <source>Open the till</source>
   <translation>開台</translation>
  </message>
  <message>
   <source>Open the till first.</source>
   <translation>請先開台。</translation>
  </message>
  <message>
   <source>Open the till; that opens the day too.</source>
   <translation>請開台，營業日會一併開始。</translation>
  </message>
  <message>
   <source>Operator and PIN do not go together. Nothing was changed.</source>
   <translation>操作員與 PIN 不符。未作任何變更。</translation>
  </message>
  <message>
   <source>Or in your own words</source>
   <translation>或自行填寫</translation>
  </message>
  <message>
   <source>Other address</source>
   <translation>其他位址</translation>
  </message>
  <message>
   <source>Other tare</source>
   <translation>其他皮重</translation>
  </message>
  <message>
   <source>Other ways to pay</source>
   <translation>其他付款方式</translation>
  </message>
  <message>
   <source>Out of the drawer into the safe beside it</source>
   <translation>從錢箱投入旁邊的保險箱</translation>
  </message>
  <message>
   <source>Out of the drawer, somebody takes it along</source>
   <translation>從錢箱取出，由專人帶走</translation>
  </message>
  <message>
   <source>Overview</source>
   <translation>總覽</translation>
  </message>
  <message>
   <source>PDF file</source>
   <translation>PDF 檔案</translation>
  </message>
  <message>
   <source>PIN</source>
   <translation>密碼</translation>
  </message>
  <message>
   <source>PIN of six digits</source>
   <translation>六位數字密碼</translation>
  </message>
  <message>
   <source>Paid</source>
   <translation>已付</translation>
  </message>
  <message>
   <source>Paid from the drawer, with a voucher</source>
   <translation>憑單從錢箱支付</translation>
  </message>
  <message>
   <source>Paid in</source>
   <translation>收入</translation>
  </message>
  <message>
   <source>Paid out</source>
   <translation>支出</translation>
  </message>
  <message>
   <source>Paid so far</source>
   <translation>已付部分</translation>
  </message>
  <message>
   <source>Paid {time}</source>
   <translation>{time} 已付</translation>
  </message>
  <message>
   <source>Paper low</source>
   <translation>紙將用盡</translation>
  </message>
  <message>
   <source>Papers printed</source>
   <translation>已列印張數</translation>
  </message>
  <message>
   <source>Pay</source>
   <translation>收款</translation>
  </message>
  <message>
   <source>Payment</source>
   <translation>付款</translation>
  </message>
  <message>
   <source>Payment has begun</source>
   <translation>已開始付款</translation>
  </message>
  <message>
   <source>Percent</source>
   <translation>百分比</translation>
  </message>
  <message>
   <source>Pickup</source>
   <translation>取款</translation>
  </message>
  <message>
   <source>Picture</source>
   <translation>圖片</translation>
  </message>
  <message>
   <source>Please confirm</source>
   <translation>請確認</translation>
  </message>
  <message>
   <source>Plug the card reader in.</source>
   <translation>請插好讀卡機。</translation>
  </message>
  <message>
   <source>Plug the cash drawer's line in; until then open it with its key.</source>
   <translation>請插好錢箱的線材；在此之前請用鑰匙打開錢箱。</translation>
  </message>
  <message>
   <source>Plug the customer display in.</source>
   <translation>請插好顧客顯示器。</translation>
  </message>
  <message>
   <source>Plug the scale in and switch it on.</source>
   <translation>請插好電子秤並開機。</translation>
  </message>
  <message>
   <source>Plug the scanner in.</source>
   <translation>請插好掃描器。</translation>
  </message>
  <message>
   <source>Points</source>
   <translation>點數</translation>
  </message>
  <message>
   <source>Points cannot pay this</source>
   <translation>不能用點數支付</translation>
  </message>
  <message>
   <source>Points go back only for what points paid</source>
   <translation>只有用點數支付的部分才能退回點數</translation>
  </message>
  <message>
   <source>Points pay nothing here</source>
   <translation>本店點數不能折抵</translation>
  </message>
  <message>
   <source>Postage</source>
   <translation>郵資</translation>
  </message>
  <message>
   <source>Power failure</source>
   <translation>停電</translation>
  </message>
  <message>
   <source>Press the printer's feed button or switch it off and on.</source>
   <translation>請按印表機走紙鍵,或關閉再開啟電源。</translation>
  </message>
  <message>
   <source>Price</source>
   <translation>改價</translation>
  </message>
  <message>
   <source>Price changed by hand</source>
   <translation>手動改價</translation>
  </message>
  <message>
   <source>Price check</source>
   <translation>查價</translation>
  </message>
  <message>
   <source>Price list {name}</source>
   <translation>價目表 {name}</translation>
  </message>
  <message>
   <source>Price of the catalogue</source>
   <translation>目錄價</translation>
  </message>
  <message>
   <source>Price of the next item</source>
   <translation>下一件商品的價格</translation>
  </message>
  <message>
   <source>Price of the receipt</source>
   <translation>收據價</translation>
  </message>
  <message>
   <source>Price on the label</source>
   <translation>標籤價</translation>
  </message>
  <message>
   <source>Price on the shelf</source>
   <translation>貨架價</translation>
  </message>
  <message>
   <source>Prices</source>
   <translation>價格</translation>
  </message>
  <message>
   <source>Prices of version {version}</source>
   <translation>價格版本 {version}</translation>
  </message>
  <message>
   <source>Print copy</source>
   <translation>列印副本</translation>
  </message>
  <message>
   <source>Print queue</source>
   <translation>列印佇列</translation>
  </message>
  <message>
   <source>Printer</source>
   <translation>印表機</translation>
  </message>
  <message>
   <source>Protocol</source>
   <translation>通訊協定</translation>
  </message>
  <message>
   <source>Pull a cable</source>
   <translation>拔掉線纜</translation>
  </message>
  <message>
   <source>Put ?bits=7&amp;parity=E into its address, or set the scanner to 8N1.</source>
   <translation>請在位址中加入 ?bits=7&amp;parity=E,或將掃描器設為 8N1。</translation>
  </message>
  <message>
   <source>Put in a new paper roll.</source>
   <translation>請裝入新的紙捲。</translation>
  </message>
  <message>
   <source>Put it on the scale.</source>
   <translation>請放到秤上。</translation>
  </message>
  <message>
   <source>Put the goods on the scale.</source>
   <translation>請把商品放到秤上。</translation>
  </message>
  <message>
   <source>QR pay</source>
   <translation>掃碼付</translation>
  </message>
  <message>
   <source>Quantity</source>
   <translation>數量</translation>
  </message>
  <message>
   <source>Quantity of the next item</source>
   <translation>下一件商品的數量</translation>
  </message>
  <message>
   <source>Quantity that comes back</source>
   <translation>退回數量</translation>
  </message>
  <message>
   <source>Quantity {n}</source>
   <translation>數量 {n}</translation>
  </message>
  <message>
   <source>Reading devices</source>
   <translation>正在讀取裝置</translation>
  </message>
  <message>
   <source>Reading logs</source>
   <translation>正在讀取記錄</translation>
  </message>
  <message>
   <source>Reading settings</source>
   <translation>正在讀取設定</translation>
  </message>
  <message>
   <source>Reading versions</source>
   <translation>正在讀取版本</translation>
  </message>
  <message>
   <source>Ready</source>
   <translation>就緒</translation>
  </message>
  <message>
   <source>Reason</source>
   <translation>原因</translation>
  </message>
  <message>
   <source>Receipt</source>
   <translation>收據</translation>
  </message>
  <message>
   <source>Receipt number</source>
   <translation>收據號碼</translation>
  </message>
  <message>
   <source>Receipt printer</source>
   <translation>收據印表機</translation>
  </message>
  <message>
   <source>Receipt {number}</source>
   <translation>收據 {number}</translation>
  </message>
  <message>
   <source>Receipts</source>
   <translation>收據</translation>
  </message>
  <message>
   <source>Receipts by mail are not set up on this till.</source>
   <translation>此收銀台未設定郵件收據。</translation>
  </message>
  <message>
   <source>Received</source>
   <translation>已接收</translation>
  </message>
  <message>
   <source>Reconnected</source>
   <translation>重新連線</translation>
  </message>
  <message>
   <source>Record it all the same</source>
   <translation>仍然記錄</translation>
  </message>
  <message>
   <source>Record the opposite instead, with the reason.</source>
   <translation>請改記一筆反向記錄並註明原因。</translation>
  </message>
  <message>
   <source>Reduce the quantity.</source>
   <translation>請減少數量。</translation>
  </message>
  <message>
   <source>Reduced on the label</source>
   <translation>標籤降價</translation>
  </message>
  <message>
   <source>Reference data differed from the center's</source>
   <translation>基礎資料與總部不一致</translation>
  </message>
  <message>
   <source>Reference data was refused</source>
   <translation>基礎資料被拒絕</translation>
  </message>
  <message>
   <source>Reference data without the center's valid signature was refused; the till sells on with what it has. Ask whoever runs the center.</source>
   <translation>沒有總部有效簽章的基礎資料已被拒絕；收銀機用現有資料繼續銷售。請聯絡總部伺服器的管理員。</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>移除</translation>
  </message>
  <message>
   <source>Remove one first.</source>
   <translation>請先移除一張。</translation>
  </message>
  <message>
   <source>Remove the tender and choose another one.</source>
   <translation>請移除該付款並選擇其他方式。</translation>
  </message>
  <message>
   <source>Remove the tender, then the coupon, and take the tender again.</source>
   <translation>請先移除付款，再移除優惠券，然後重新收款。</translation>
  </message>
  <message>
   <source>Remove this payment</source>
   <translation>移除此付款</translation>
  </message>
  <message>
   <source>Remove what was paid first.</source>
   <translation>請先移除已付款項。</translation>
  </message>
  <message>
   <source>Remove what was paid, then change the sale.</source>
   <translation>請先移除已付部分，再修改銷售。</translation>
  </message>
  <message>
   <source>Remove {name}?</source>
   <translation>移除{name}?</translation>
  </message>
  <message>
   <source>Reprint the receipt.</source>
   <translation>請重印收據。</translation>
  </message>
  <message>
   <source>Reseller</source>
   <translation>經銷商</translation>
  </message>
  <message>
   <source>Retrieve and complete or cancel them first.</source>
   <translation>請先取回並完成或取消。</translation>
  </message>
  <message>
   <source>Return</source>
   <translation>退貨</translation>
  </message>
  <message>
   <source>Return at most what is left of the line.</source>
   <translation>最多退回此行剩餘數量。</translation>
  </message>
  <message>
   <source>Return without a receipt</source>
   <translation>無收據退貨</translation>
  </message>
  <message>
   <source>Return: {reason}</source>
   <translation>退貨：{reason}</translation>
  </message>
  <message>
   <source>Right</source>
   <translation>準確</translation>
  </message>
  <message>
   <source>Ring up at a keyed price</source>
   <translation>按手動價格登錄</translation>
  </message>
  <message>
   <source>Ring up on a department</source>
   <translation>按部門登錄</translation>
  </message>
  <message>
   <source>Rounding</source>
   <translation>捨入</translation>
  </message>
  <message>
   <source>Rung up wrongly</source>
   <translation>輸入錯誤</translation>
  </message>
  <message>
   <source>Safe drop</source>
   <translation>投庫</translation>
  </message>
  <message>
   <source>Sale complete</source>
   <translation>銷售完成</translation>
  </message>
  <message>
   <source>Sales are still suspended</source>
   <translation>仍有掛單</translation>
  </message>
  <message>
   <source>Sales go on. Everything is kept and sent later.</source>
   <translation>銷售照常進行。所有記錄均已保存，稍後上傳。</translation>
  </message>
  <message>
   <source>Sales go on. Set date and time of this computer.</source>
   <translation>銷售照常進行。請設定本機的日期和時間。</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>儲存</translation>
  </message>
  <message>
   <source>Save a copy</source>
   <translation>儲存副本</translation>
  </message>
  <message>
   <source>Save receipt {number}</source>
   <translation>儲存收據 {number}</translation>
  </message>
  <message>
   <source>Save the new device first, or do not add it.</source>
   <translation>請先儲存新裝置,或選擇不新增。</translation>
  </message>
  <message>
   <source>Saved. Close the till and start it again, and it holds.</source>
   <translation>已儲存。關閉收銀機並重新啟動後生效。</translation>
  </message>
  <message>
   <source>Saving</source>
   <translation>正在儲存</translation>
  </message>
  <message>
   <source>Savings</source>
   <translation>優惠</translation>
  </message>
  <message>
   <source>Scale</source>
   <translation>電子秤</translation>
  </message>
  <message>
   <source>Scan a label</source>
   <translation>掃描條碼</translation>
  </message>
  <message>
   <source>Scan again, or key the number under the bars.</source>
   <translation>請重新掃描，或輸入條碼下方的數字。</translation>
  </message>
  <message>
   <source>Scan again, or search by name.</source>
   <translation>請重新掃描，或按名稱搜尋。</translation>
  </message>
  <message>
   <source>Scan again.</source>
   <translation>請重新掃描。</translation>
  </message>
  <message>
   <source>Scan again. If it stays so, check the scanner's keyboard layout.</source>
   <translation>請重新掃描。如仍如此，請檢查掃描器的鍵盤配置。</translation>
  </message>
  <message>
   <source>Scan again. If it stays, compare prefix and suffix with the scanner's.</source>
   <translation>請重新掃描。如仍如此,請核對掃描器的前綴和後綴。</translation>
  </message>
  <message>
   <source>Scan again. If it stays, set the scanner to send UPC as 13 digits.</source>
   <translation>請重新掃描。如仍如此,請將掃描器設為以 13 位傳送 UPC。</translation>
  </message>
  <message>
   <source>Scan an item</source>
   <translation>請掃描商品</translation>
  </message>
  <message>
   <source>Scan an item to begin one.</source>
   <translation>掃描商品即可開始。</translation>
  </message>
  <message>
   <source>Scan an item, or cancel the sale.</source>
   <translation>請掃描商品，或取消銷售。</translation>
  </message>
  <message>
   <source>Scan an item, or touch a tile</source>
   <translation>請掃描商品，或點選商品</translation>
  </message>
  <message>
   <source>Scan it in the sale, not here.</source>
   <translation>請在銷售畫面掃描，而不是在此處。</translation>
  </message>
  <message>
   <source>Scan or key it</source>
   <translation>掃描或輸入</translation>
  </message>
  <message>
   <source>Scan or key it, piece by piece.</source>
   <translation>請逐件掃描或輸入。</translation>
  </message>
  <message>
   <source>Scan or key it. Leave it empty when there is none.</source>
   <translation>掃描或輸入，沒有則留空。</translation>
  </message>
  <message>
   <source>Scan or key the card</source>
   <translation>掃描或輸入卡號</translation>
  </message>
  <message>
   <source>Scan or search</source>
   <translation>掃碼或搜尋</translation>
  </message>
  <message>
   <source>Scan or search items, receipts, members</source>
   <translation>掃碼，或搜尋商品、收據、會員</translation>
  </message>
  <message>
   <source>Scan the card, or key its code.</source>
   <translation>掃描會員卡，或輸入卡號。</translation>
  </message>
  <message>
   <source>Scan the coupon, or key its code.</source>
   <translation>掃描優惠券，或輸入號碼。</translation>
  </message>
  <message>
   <source>Scan the item that comes back, or type its code.</source>
   <translation>請掃描退回的商品，或輸入條碼。</translation>
  </message>
  <message>
   <source>Scan the item that comes with it.</source>
   <translation>請掃描隨附的贈品。</translation>
  </message>
  <message>
   <source>Scan the item, or type its code.</source>
   <translation>請掃描商品，或輸入條碼。</translation>
  </message>
  <message>
   <source>Scan the label again, or key the price.</source>
   <translation>請重新掃描標籤，或輸入價格。</translation>
  </message>
  <message>
   <source>Scan the label again.</source>
   <translation>請重新掃描條碼。</translation>
  </message>
  <message>
   <source>Scan the large bar code beside it.</source>
   <translation>請掃描旁邊的大條碼。</translation>
  </message>
  <message>
   <source>Scan the member's card first; remove other tenders before.</source>
   <translation>請先移除其他付款，再掃描會員卡。</translation>
  </message>
  <message>
   <source>Scan the other code on the pack, or search by name.</source>
   <translation>請掃描包裝上的另一個條碼，或按名稱查找。</translation>
  </message>
  <message>
   <source>Scanner</source>
   <translation>掃描器</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>搜尋</translation>
  </message>
  <message>
   <source>Search again</source>
   <translation>重新尋找</translation>
  </message>
  <message>
   <source>Search network</source>
   <translation>尋找網路</translation>
  </message>
  <message>
   <source>Search, or press F6 to sell it as an open item.</source>
   <translation>請搜尋，或按 F6 作為無碼商品銷售。</translation>
  </message>
  <message>
   <source>Searching</source>
   <translation>正在尋找</translation>
  </message>
  <message>
   <source>See on the receipt whether it came back or was voided already.</source>
   <translation>請查看收據，確認是否已退貨或已作廢。</translation>
  </message>
  <message>
   <source>See whether printing works on this computer; start it again if not.</source>
   <translation>請檢查本機的列印服務是否執行;若未執行,請重新啟動。</translation>
  </message>
  <message>
   <source>See whether the drawer is locked or its cable is out; open it with its key.</source>
   <translation>檢查錢箱是否上鎖或線纜脫落;請用鑰匙打開。</translation>
  </message>
  <message>
   <source>See whether the printer's queue is set up on this computer.</source>
   <translation>請檢查本機上是否已設定該印表機的佇列。</translation>
  </message>
  <message>
   <source>Sell below cost</source>
   <translation>低於成本銷售</translation>
  </message>
  <message>
   <source>Sell goods</source>
   <translation>銷售商品</translation>
  </message>
  <message>
   <source>Sell without tax</source>
   <translation>免稅銷售</translation>
  </message>
  <message>
   <source>Sell without the card, or scan it again.</source>
   <translation>請不使用會員卡銷售，或重新掃描。</translation>
  </message>
  <message>
   <source>Selling stopped: the ledger cannot be written</source>
   <translation>已停止銷售：帳本無法寫入</translation>
  </message>
  <message>
   <source>Send the support bundle, then try again.</source>
   <translation>請傳送支援包,然後重試。</translation>
  </message>
  <message numerus="yes">
   <source>Sending %n</source>
   <translation>
    <numerusform>正在上傳 %n 筆</numerusform>
   </translation>
  </message>
  <message>
   <source>Sending stood still and was begun again</source>
   <translation>傳送曾停滯，已重新開始</translation>
  </message>
  <message>
   <source>Sent</source>
   <translation>已傳送</translation>
  </message>
  <message>
   <source>Serial</source>
   <translation>序列埠</translation>
  </message>
  <message>
   <source>Serial number</source>
   <translation>序號</translation>
  </message>
  <message>
   <source>Set aside</source>
   <translation>放到一旁</translation>
  </message>
  <message>
   <source>Set it aside.</source>
   <translation>請將其放到一邊。</translation>
  </message>
  <message>
   <source>Set it aside. The refusal is recorded.</source>
   <translation>請將其放到一邊。拒售已記錄。</translation>
  </message>
  <message>
   <source>Set the scale to send when it is asked (command mode).</source>
   <translation>請將電子秤設為應答方式(命令模式)。</translation>
  </message>
  <message>
   <source>Set the scanner to send CR (Enter) after each label.</source>
   <translation>請將掃描器設為每次掃描後傳送 CR(Enter)。</translation>
  </message>
  <message>
   <source>Set the scanner to transmit the AIM identifier before each label.</source>
   <translation>請將掃描器設為在條碼前傳送 AIM 識別碼。</translation>
  </message>
  <message>
   <source>Set them aside and fetch fresh ones.</source>
   <translation>請放到一邊，換取新貨。</translation>
  </message>
  <message>
   <source>Set them aside.</source>
   <translation>請放到一邊。</translation>
  </message>
  <message>
   <source>Set up devices</source>
   <translation>設定裝置</translation>
  </message>
  <message>
   <source>Set up this till</source>
   <translation>設定收銀台</translation>
  </message>
  <message>
   <source>Settle the till</source>
   <translation>結算</translation>
  </message>
  <message>
   <source>Settle the till first.</source>
   <translation>請先結算收銀台。</translation>
  </message>
  <message>
   <source>Settle the till, then close the day.</source>
   <translation>請先結算收銀台，再結束營業日。</translation>
  </message>
  <message>
   <source>Settle without counting</source>
   <translation>不清點即結算</translation>
  </message>
  <message>
   <source>Short date</source>
   <translation>接近有效日期</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>查看</translation>
  </message>
  <message>
   <source>Sign off</source>
   <translation>登出</translation>
  </message>
  <message>
   <source>Sign off first.</source>
   <translation>請先登出。</translation>
  </message>
  <message>
   <source>Sign on</source>
   <translation>登入</translation>
  </message>
  <message>
   <source>Sign on first.</source>
   <translation>請先登入。</translation>
  </message>
  <message>
   <source>Simulated devices</source>
   <translation>模擬裝置</translation>
  </message>
  <message>
   <source>Small purchase</source>
   <translation>小額採購</translation>
  </message>
  <message>
   <source>So few points are not taken</source>
   <translation>點數低於最低使用數</translation>
  </message>
  <message>
   <source>Sold from {minimum_age} years of age</source>
   <translation>滿 {minimum_age} 歲方可購買</translation>
  </message>
  <message>
   <source>Somebody else must approve this</source>
   <translation>此操作須由他人授權</translation>
  </message>
  <message>
   <source>Somebody is signed on</source>
   <translation>已有人登入</translation>
  </message>
  <message>
   <source>Somebody other than the center answers, such as the sign-in page of a network; everything is kept. Sign in there or check the address.</source>
   <translation>應答的不是總部，例如某個網路的登入頁面；所有記錄均已保留。請在該頁面登入或檢查位址。</translation>
  </message>
  <message>
   <source>Something better was applied</source>
   <translation>已採用更優惠的</translation>
  </message>
  <message>
   <source>Something else than a center answers there. Check the address.</source>
   <translation>該位址回應的不是總部伺服器。請檢查位址。</translation>
  </message>
  <message>
   <source>Stable</source>
   <translation>穩定</translation>
  </message>
  <message>
   <source>Stand-alone</source>
   <translation>單機</translation>
  </message>
  <message>
   <source>State</source>
   <translation>狀態</translation>
  </message>
  <message>
   <source>Step {n} of {all}</source>
   <translation>第 {n} 步，共 {all} 步</translation>
  </message>
  <message>
   <source>Still to pay</source>
   <translation>尚需支付</translation>
  </message>
  <message>
   <source>Stopped</source>
   <translation>已攔下</translation>
  </message>
  <message>
   <source>Store</source>
   <translation>門市</translation>
  </message>
  <message>
   <source>Subtotal</source>
   <translation>小計</translation>
  </message>
  <message>
   <source>Supervisor</source>
   <translation>主管</translation>
  </message>
  <message>
   <source>Suspend</source>
   <translation>掛單</translation>
  </message>
  <message>
   <source>Suspended sale</source>
   <translation>掛單交易</translation>
  </message>
  <message>
   <source>Suspended sales</source>
   <translation>掛單列表</translation>
  </message>
  <message>
   <source>Suspended {time}</source>
   <translation>{time} 掛單</translation>
  </message>
  <message>
   <source>Switch the customer display off and on.</source>
   <translation>請關閉再開啟顧客顯示器。</translation>
  </message>
  <message>
   <source>Switch the printer off and on; if that does not help, call service.</source>
   <translation>請關閉再開啟印表機;如仍無效,請聯絡維修。</translation>
  </message>
  <message>
   <source>Switch the scale off and on; until then key the weight.</source>
   <translation>請關閉再開啟電子秤;在此之前手動輸入重量。</translation>
  </message>
  <message>
   <source>Switch the scale on and check its cable.</source>
   <translation>請打開電子秤並檢查線纜。</translation>
  </message>
  <message>
   <source>Switched off</source>
   <translation>已停用</translation>
  </message>
  <message>
   <source>Sync</source>
   <translation>同步</translation>
  </message>
  <message>
   <source>Sync and devices</source>
   <translation>同步與裝置</translation>
  </message>
  <message>
   <source>TRAINING</source>
   <translation>培訓</translation>
  </message>
  <message>
   <source>Take a discount back</source>
   <translation>撤銷折扣</translation>
  </message>
  <message>
   <source>Take another tender.</source>
   <translation>請使用其他付款方式。</translation>
  </message>
  <message>
   <source>Take cash</source>
   <translation>收現金</translation>
  </message>
  <message>
   <source>Take cash out first, or ask for another tender.</source>
   <translation>請先取出現金，或改用其他付款方式。</translation>
  </message>
  <message>
   <source>Take fewer, and another tender for the rest.</source>
   <translation>請少用一些，其餘用其他方式支付。</translation>
  </message>
  <message>
   <source>Take goods back without a receipt</source>
   <translation>無收據退貨</translation>
  </message>
  <message>
   <source>Take more, or another tender.</source>
   <translation>請多用一些，或改用其他付款方式。</translation>
  </message>
  <message>
   <source>Take out</source>
   <translation>取出</translation>
  </message>
  <message>
   <source>Take some of it out when there is time.</source>
   <translation>有空時請取出一部分。</translation>
  </message>
  <message>
   <source>Take something off: it is too heavy for the scale.</source>
   <translation>超出秤的量程，請拿下一部分。</translation>
  </message>
  <message>
   <source>Take the rest first.</source>
   <translation>請先收取餘額。</translation>
  </message>
  <message>
   <source>Take them from the customer and set them aside.</source>
   <translation>請向顧客收回並放到一邊。</translation>
  </message>
  <message>
   <source>Tare</source>
   <translation>皮重</translation>
  </message>
  <message>
   <source>Tax</source>
   <translation>稅額</translation>
  </message>
  <message>
   <source>Tax incl.</source>
   <translation>含稅</translation>
  </message>
  <message>
   <source>Tax is added</source>
   <translation>另加稅</translation>
  </message>
  <message>
   <source>Tax is included</source>
   <translation>已含稅</translation>
  </message>
  <message>
   <source>Tax on top</source>
   <translation>另加稅</translation>
  </message>
  <message>
   <source>Taxes</source>
   <translation>稅</translation>
  </message>
  <message>
   <source>Technician</source>
   <translation>技術員</translation>
  </message>
  <message>
   <source>Tenant</source>
   <translation>商戶</translation>
  </message>
  <message>
   <source>Tender moved after the count.</source>
   <translation>清點之後又有收付。</translation>
  </message>
  <message>
   <source>Test</source>
   <translation>測試</translation>
  </message>
  <message>
   <source>Test again</source>
   <translation>再測試</translation>
  </message>
  <message>
   <source>Test and add</source>
   <translation>測試並新增</translation>
  </message>
  <message>
   <source>Test and add what was found.</source>
   <translation>測試並新增找到的裝置。</translation>
  </message>
  <message>
   <source>Test {name}</source>
   <translation>測試 {name}</translation>
  </message>
  <message>
   <source>Testing</source>
   <translation>正在測試</translation>
  </message>
  <message>
   <source>Thank you!</source>
   <translation>謝謝惠顧！</translation>
  </message>
  <message>
   <source>The PIN again</source>
   <translation>再次輸入密碼</translation>
  </message>
  <message>
   <source>The PIN is wrong</source>
   <translation>密碼錯誤</translation>
  </message>
  <message>
   <source>The agent has just started and has not heard from the center yet.</source>
   <translation>同步程式剛剛啟動，尚未收到總部的應答。</translation>
  </message>
  <message>
   <source>The agent is not running, so nothing is sent now; everything is kept. The till starts it, or run 'agent'.</source>
   <translation>同步程式未執行，目前不傳送；所有記錄均已保留。收銀機會啟動它，也可執行 'agent'。</translation>
  </message>
  <message>
   <source>The approval was refused</source>
   <translation>批准未通過</translation>
  </message>
  <message>
   <source>The basket is empty.</source>
   <translation>清單為空。</translation>
  </message>
  <message>
   <source>The business day is closed</source>
   <translation>營業日已結束</translation>
  </message>
  <message>
   <source>The business day is closed.</source>
   <translation>營業日未開始。</translation>
  </message>
  <message>
   <source>The business day is open</source>
   <translation>營業日已開始</translation>
  </message>
  <message>
   <source>The card could not be read</source>
   <translation>無法讀取此卡</translation>
  </message>
  <message>
   <source>The center answers; everything is sent or on its way.</source>
   <translation>總部應答正常；所有記錄已傳送或正在傳送。</translation>
  </message>
  <message>
   <source>The center asks for a newer Evertill. Install it, then try again.</source>
   <translation>總部要求較新版本的 Evertill。請安裝後重試。</translation>
  </message>
  <message>
   <source>The center asks for a newer Evertill; everything is kept. Install it, the queue need not be empty.</source>
   <translation>總部要求較新的 Evertill；所有記錄均已保留。請安裝，無需先清空待傳送記錄。</translation>
  </message>
  <message>
   <source>The center did not accept the enrolment code. A code works once: ask whoever runs the center for a new one.</source>
   <translation>總部未接受此註冊碼。註冊碼只能使用一次，請向總部管理員索取新碼。</translation>
  </message>
  <message>
   <source>The center did not answer in time</source>
   <translation>中心未及時應答</translation>
  </message>
  <message>
   <source>The center does not answer. Check its address and the network, then try again.</source>
   <translation>總部伺服器沒有回應。請檢查位址和網路後重試。</translation>
  </message>
  <message>
   <source>The center does not answer; everything is kept and sent when it does.</source>
   <translation>總部沒有應答；所有記錄均已保留，恢復後傳送。</translation>
  </message>
  <message>
   <source>The center does not take even one event at a time; everything is kept. Ask whoever runs the center.</source>
   <translation>總部連單筆記錄也不接收；所有記錄均已保留。請聯絡總部伺服器的管理員。</translation>
  </message>
  <message>
   <source>The center has a fault of its own; everything is kept and tried again.</source>
   <translation>總部本身出現故障；所有記錄均已保留並將重試。</translation>
  </message>
  <message>
   <source>The center is behind; everything is kept and is being sent again.</source>
   <translation>總部落後；所有記錄均已保留，正在重新傳送。</translation>
  </message>
  <message>
   <source>The center is busy and asked to wait; everything is kept.</source>
   <translation>總部忙碌，要求等待；所有記錄均已保留。</translation>
  </message>
  <message>
   <source>The center is busy. Try again in a minute.</source>
   <translation>總部伺服器忙碌。請一分鐘後重試。</translation>
  </message>
  <message>
   <source>The center is too slow or the network stalls; everything is kept and tried again in smaller parts.</source>
   <translation>總部過慢或網路停滯；所有記錄均已保留，將分成小批重試。</translation>
  </message>
  <message>
   <source>The center no longer accepts this till's key; everything is kept. Enrol the till again or ask whoever runs the center.</source>
   <translation>總部不再接受本收銀機的金鑰；所有記錄均已保留。請重新登記收銀機，或聯絡總部伺服器的管理員。</translation>
  </message>
  <message>
   <source>The center refused this till. Ask whoever runs the center.</source>
   <translation>總部拒絕了此收銀台。請聯絡總部管理員。</translation>
  </message>
  <message>
   <source>The center refuses the chain of this ledger; everything is kept. Run 'ledger verify'.</source>
   <translation>總部拒絕本帳本的鏈；所有記錄均已保留。請執行 'ledger verify'。</translation>
  </message>
  <message>
   <source>The center refuses this till's requests; everything is kept. Ask whoever runs the center.</source>
   <translation>總部拒絕本收銀機的請求；所有記錄均已保留。請聯絡總部伺服器的管理員。</translation>
  </message>
  <message>
   <source>The center's address cannot be found (name service); everything is kept. Check the network and the address in till.toml.</source>
   <translation>找不到總部的位址（名稱服務）；所有記錄均已保留。請檢查網路和 till.toml 中的位址。</translation>
  </message>
  <message>
   <source>The center's certificate is not to be trusted; nothing is sent, everything is kept. Ask whoever runs the center.</source>
   <translation>總部的憑證不可信；不會傳送，所有記錄均已保留。請聯絡總部伺服器的管理員。</translation>
  </message>
  <message>
   <source>The certificate of the center cannot be trusted. Ask whoever runs the center.</source>
   <translation>總部伺服器的憑證不可信。請聯絡總部管理員。</translation>
  </message>
  <message>
   <source>The clock of this computer is wrong. Set date and time, then try again.</source>
   <translation>本機時鐘不正確。請設定日期和時間後重試。</translation>
  </message>
  <message>
   <source>The code contradicts itself</source>
   <translation>條碼內容自相矛盾</translation>
  </message>
  <message>
   <source>The code was read wrongly</source>
   <translation>條碼讀取有誤</translation>
  </message>
  <message>
   <source>The copy is being saved</source>
   <translation>正在儲存副本</translation>
  </message>
  <message>
   <source>The copy is marked and counted</source>
   <translation>副本會標註並計數</translation>
  </message>
  <message>
   <source>The copy is saved</source>
   <translation>副本已儲存</translation>
  </message>
  <message>
   <source>The copy was counted, and not saved</source>
   <translation>副本已計數,但未能儲存</translation>
  </message>
  <message>
   <source>The customer is too young for this item</source>
   <translation>顧客未達到購買年齡</translation>
  </message>
  <message>
   <source>The date on these goods is over</source>
   <translation>該商品已過期</translation>
  </message>
  <message>
   <source>The drawer is closed.</source>
   <translation>錢箱已關閉。</translation>
  </message>
  <message>
   <source>The drawer is full</source>
   <translation>錢箱現金已達上限</translation>
  </message>
  <message>
   <source>The drawer opens with the receipt</source>
   <translation>錢箱隨收據打開</translation>
  </message>
  <message>
   <source>The item takes no discount</source>
   <translation>此商品不打折</translation>
  </message>
  <message>
   <source>The keyring of the system</source>
   <translation>系統金鑰圈</translation>
  </message>
  <message>
   <source>The label's price is in another currency</source>
   <translation>標籤價格為其他貨幣</translation>
  </message>
  <message>
   <source>The last paper</source>
   <translation>最近一張收據</translation>
  </message>
  <message>
   <source>The lot is needed</source>
   <translation>需要批號</translation>
  </message>
  <message>
   <source>The member has too few points</source>
   <translation>會員點數不足</translation>
  </message>
  <message>
   <source>The network is being searched.</source>
   <translation>正在尋找網路。</translation>
  </message>
  <message>
   <source>The price is below what the goods cost</source>
   <translation>價格低於成本</translation>
  </message>
  <message>
   <source>The price is outside the item's bounds</source>
   <translation>價格超出該商品的範圍</translation>
  </message>
  <message>
   <source>The price on the label was read wrongly</source>
   <translation>標籤上的價格讀錯了</translation>
  </message>
  <message>
   <source>The prices hold for another tender only</source>
   <translation>價格僅適用於另一種付款方式</translation>
  </message>
  <message>
   <source>The program made a mistake</source>
   <translation>程式發生錯誤</translation>
  </message>
  <message>
   <source>The quantity of this line is fixed</source>
   <translation>此行數量不可修改</translation>
  </message>
  <message>
   <source>The report will say so, and why.</source>
   <translation>報表會註明原因。</translation>
  </message>
  <message>
   <source>The request for prices cannot be read</source>
   <translation>無法讀取價格請求</translation>
  </message>
  <message>
   <source>The sale is complete. Begin the next one.</source>
   <translation>此筆已完成。請開始下一筆。</translation>
  </message>
  <message>
   <source>The sale is full</source>
   <translation>此筆已達上限</translation>
  </message>
  <message>
   <source>The sale is not paid</source>
   <translation>此筆尚未付清</translation>
  </message>
  <message>
   <source>The sale takes no more coupons</source>
   <translation>本單不能再使用優惠券</translation>
  </message>
  <message>
   <source>The scale cannot show this price; key the weight.</source>
   <translation>秤無法顯示此價格，請輸入重量。</translation>
  </message>
  <message>
   <source>The scale does not answer; key the weight.</source>
   <translation>秤沒有回應，請輸入重量。</translation>
  </message>
  <message>
   <source>The scale is out of order; key the weight.</source>
   <translation>秤發生故障，請輸入重量。</translation>
  </message>
  <message>
   <source>The search was cut short; there may be a better combination.</source>
   <translation>搜尋提前結束，可能還有更好的組合。</translation>
  </message>
  <message>
   <source>The security chip (TPM)</source>
   <translation>安全晶片(TPM)</translation>
  </message>
  <message>
   <source>The serial number is needed</source>
   <translation>需要序號</translation>
  </message>
  <message>
   <source>The settlement takes the last count.</source>
   <translation>結算採用最後一次清點。</translation>
  </message>
  <message>
   <source>The support bundle is one file with versions, settings, logs, the figures and last bytes of the devices, and the result of checking the ledger. It holds no key, no token and no PIN. The last bytes show what was scanned and printed last.</source>
   <translation>支援包是一個檔案,包含版本、設定、記錄、裝置的統計和最近的位元組,以及帳本的檢查結果。其中沒有金鑰、權杖和 PIN。最近的位元組會顯示最近掃描和列印的內容。</translation>
  </message>
  <message>
   <source>The system's keyring</source>
   <translation>系統金鑰圈</translation>
  </message>
  <message>
   <source>The test failed</source>
   <translation>測試未通過</translation>
  </message>
  <message>
   <source>The test passed</source>
   <translation>測試通過</translation>
  </message>
  <message>
   <source>The till cannot be opened</source>
   <translation>無法開啟收銀台</translation>
  </message>
  <message>
   <source>The till is being made. This takes a few seconds.</source>
   <translation>正在建立收銀台，需要幾秒鐘。</translation>
  </message>
  <message>
   <source>The till is closed</source>
   <translation>收銀台未開台</translation>
  </message>
  <message>
   <source>The till is open</source>
   <translation>收銀台已開台</translation>
  </message>
  <message>
   <source>The till should not hold so much</source>
   <translation>錢箱中不應有這麼多</translation>
  </message>
  <message>
   <source>The till stops using it at once. Add it again to undo this.</source>
   <translation>收銀機將立即停止使用它。重新新增即可復原。</translation>
  </message>
  <message>
   <source>The till was not counted</source>
   <translation>尚未清點錢箱</translation>
  </message>
  <message>
   <source>The till's own files cannot be read just now; nothing is lost and it is tried again.</source>
   <translation>暫時無法讀取本收銀機的檔案；沒有遺失任何記錄，將會重試。</translation>
  </message>
  <message>
   <source>The training till ended unexpectedly.</source>
   <translation>培訓收銀台意外結束。</translation>
  </message>
  <message>
   <source>The way to the center is not clear.</source>
   <translation>與總部的連線狀況不明。</translation>
  </message>
  <message>
   <source>Then scan the item. Esc forgets the price.</source>
   <translation>然後掃描商品。按 Esc 放棄此價格。</translation>
  </message>
  <message>
   <source>These goods may not be sold</source>
   <translation>這些商品不可銷售</translation>
  </message>
  <message>
   <source>These goods were recalled</source>
   <translation>該商品已被召回</translation>
  </message>
  <message>
   <source>They are kept and sent later. The till may close.</source>
   <translation>記錄會保存並稍後傳送，可以結算。</translation>
  </message>
  <message>
   <source>They are kept on this computer.</source>
   <translation>保存在本機上。</translation>
  </message>
  <message>
   <source>They come from the center, which also says which till this is.</source>
   <translation>由總部提供，收銀台編號也由總部指定。</translation>
  </message>
  <message>
   <source>This PIN is too easy to guess</source>
   <translation>此密碼太容易被猜到</translation>
  </message>
  <message>
   <source>This amount is not possible</source>
   <translation>金額無效</translation>
  </message>
  <message>
   <source>This badge is of another shop, or a copy</source>
   <translation>此識別證屬於其他商店，或是複製品</translation>
  </message>
  <message>
   <source>This cannot be returned or voided</source>
   <translation>此項不能退貨或作廢</translation>
  </message>
  <message>
   <source>This cannot be voided</source>
   <translation>此筆無法作廢</translation>
  </message>
  <message>
   <source>This card cannot be used here.</source>
   <translation>此卡不能在這裡使用。</translation>
  </message>
  <message>
   <source>This card is no badge of this shop</source>
   <translation>此卡不是本店工牌</translation>
  </message>
  <message>
   <source>This computer</source>
   <translation>本機</translation>
  </message>
  <message>
   <source>This computer has no network.</source>
   <translation>本機沒有網路。</translation>
  </message>
  <message>
   <source>This computer has no network. Check the cable or Wi-Fi, then try again.</source>
   <translation>本機沒有網路。請檢查網路線或 Wi-Fi 後重試。</translation>
  </message>
  <message>
   <source>This computer has no network; everything is kept. Check cable or Wi-Fi.</source>
   <translation>本機沒有網路；所有記錄均已保留。請檢查網路線或 Wi-Fi。</translation>
  </message>
  <message>
   <source>This coupon gives nothing now</source>
   <translation>該優惠券現在無效</translation>
  </message>
  <message>
   <source>This coupon is not in the sale</source>
   <translation>本單中沒有該優惠券</translation>
  </message>
  <message>
   <source>This currency has no rate today</source>
   <translation>此貨幣今天沒有匯率</translation>
  </message>
  <message>
   <source>This date is not possible</source>
   <translation>日期無效</translation>
  </message>
  <message>
   <source>This day is far from today</source>
   <translation>此日期與今天相差很大</translation>
  </message>
  <message>
   <source>This did not work</source>
   <translation>操作未成功</translation>
  </message>
  <message>
   <source>This discount is not possible</source>
   <translation>該折扣無效</translation>
  </message>
  <message>
   <source>This is a coupon</source>
   <translation>這是優惠券</translation>
  </message>
  <message>
   <source>This is a member's card</source>
   <translation>這是會員卡</translation>
  </message>
  <message>
   <source>This is a receipt</source>
   <translation>這是收據</translation>
  </message>
  <message>
   <source>This is a training till</source>
   <translation>這是培訓收銀台</translation>
  </message>
  <message>
   <source>This is a web address and no item</source>
   <translation>這是網址，不是商品</translation>
  </message>
  <message>
   <source>This is another currency</source>
   <translation>貨幣不符</translation>
  </message>
  <message>
   <source>This is more than you may give</source>
   <translation>超出了您的權限額度</translation>
  </message>
  <message>
   <source>This is no serial number or lot</source>
   <translation>這不是序號或批號</translation>
  </message>
  <message>
   <source>This is not a code</source>
   <translation>這不是條碼</translation>
  </message>
  <message>
   <source>This is not a date of birth</source>
   <translation>這不是出生日期</translation>
  </message>
  <message>
   <source>This is not among the free goods</source>
   <translation>此商品不在贈品之列</translation>
  </message>
  <message>
   <source>This is not possible now</source>
   <translation>現在不能這樣做</translation>
  </message>
  <message>
   <source>This item has no fixed price</source>
   <translation>此商品無固定價格</translation>
  </message>
  <message>
   <source>This item is sold by weight</source>
   <translation>該商品按重量銷售</translation>
  </message>
  <message>
   <source>This item may not be sold</source>
   <translation>該商品不可銷售</translation>
  </message>
  <message>
   <source>This item may not be sold at this hour</source>
   <translation>該商品在此時段不可銷售</translation>
  </message>
  <message>
   <source>This line</source>
   <translation>此行</translation>
  </message>
  <message>
   <source>This line is not there any more</source>
   <translation>此行已不存在</translation>
  </message>
  <message>
   <source>This member had it as often as they may</source>
   <translation>此會員已達次數上限</translation>
  </message>
  <message>
   <source>This number cannot be recorded</source>
   <translation>無法記錄此編號</translation>
  </message>
  <message>
   <source>This payment is not there any more</source>
   <translation>此付款已不存在</translation>
  </message>
  <message>
   <source>This person may not do it</source>
   <translation>此人無權授權</translation>
  </message>
  <message>
   <source>This piece is in the sale already</source>
   <translation>該件已在本單中</translation>
  </message>
  <message>
   <source>This price is not possible</source>
   <translation>價格無效</translation>
  </message>
  <message>
   <source>This print job is gone</source>
   <translation>列印工作已不存在</translation>
  </message>
  <message>
   <source>This quantity is not possible</source>
   <translation>數量無效</translation>
  </message>
  <message>
   <source>This reference is not possible</source>
   <translation>參考號無效</translation>
  </message>
  <message>
   <source>This sale belongs to another reference</source>
   <translation>此筆屬於其他參考號</translation>
  </message>
  <message>
   <source>This sale is already recorded</source>
   <translation>此筆已記錄</translation>
  </message>
  <message>
   <source>This sale is already voided.</source>
   <translation>此筆已作廢。</translation>
  </message>
  <message>
   <source>This sale is not suspended any more</source>
   <translation>此單已不在掛單中</translation>
  </message>
  <message>
   <source>This scan was not rung up. Esc leaves the question.</source>
   <translation>此次掃描未登錄。按 Esc 離開問題。</translation>
  </message>
  <message>
   <source>This store does not take this tender</source>
   <translation>本店不接受此支付方式</translation>
  </message>
  <message>
   <source>This takes a few seconds.</source>
   <translation>需要幾秒鐘。</translation>
  </message>
  <message>
   <source>This takes no discount</source>
   <translation>不可打折</translation>
  </message>
  <message>
   <source>This till alone</source>
   <translation>僅此收銀台</translation>
  </message>
  <message>
   <source>This till stands alone: it has no center and keeps everything.</source>
   <translation>本收銀機為單機：沒有總部，保留所有記錄。</translation>
  </message>
  <message>
   <source>This till's clock is wrong</source>
   <translation>本收銀機的時鐘不準</translation>
  </message>
  <message>
   <source>This till's clock is wrong, so the center does not accept its signature; everything is kept. Set date and time.</source>
   <translation>本收銀機的時鐘不準，總部因此不接受其簽章；所有記錄均已保留。請設定日期和時間。</translation>
  </message>
  <message>
   <source>This till's clock was set back</source>
   <translation>本收銀機的時鐘被往回調</translation>
  </message>
  <message>
   <source>This was used up by another sale in the meantime</source>
   <translation>此優惠已被其他交易用完</translation>
  </message>
  <message>
   <source>Till and center hold different events</source>
   <translation>收銀機與總部的記錄不一致</translation>
  </message>
  <message>
   <source>Till and center hold different events under the same numbers; the till sells on and everything is kept. Ask whoever runs the center.</source>
   <translation>收銀機與總部在相同編號下的記錄不一致；收銀機繼續銷售，所有記錄均已保留。請聯絡總部伺服器的管理員。</translation>
  </message>
  <message>
   <source>Till settled</source>
   <translation>結算完成</translation>
  </message>
  <message>
   <source>Time zone</source>
   <translation>時區</translation>
  </message>
  <message>
   <source>To give back</source>
   <translation>應退</translation>
  </message>
  <message>
   <source>To pay</source>
   <translation>應付</translation>
  </message>
  <message>
   <source>To take goods back, press F8 and scan it.</source>
   <translation>如需退貨，請按 F8 再掃描收據。</translation>
  </message>
  <message>
   <source>To void one that was recorded by mistake</source>
   <translation>作廢誤記的一筆</translation>
  </message>
  <message>
   <source>Too many wrong PINs</source>
   <translation>密碼錯誤次數過多</translation>
  </message>
  <message>
   <source>Too much cash in the drawer</source>
   <translation>錢箱現金過多</translation>
  </message>
  <message>
   <source>Too much in the drawer</source>
   <translation>錢箱現金過多</translation>
  </message>
  <message>
   <source>Total</source>
   <translation>應收</translation>
  </message>
  <message>
   <source>Total {total}, given {given}</source>
   <translation>合計 {total}，實收 {given}</translation>
  </message>
  <message>
   <source>Training</source>
   <translation>培訓</translation>
  </message>
  <message>
   <source>Training ended with an error</source>
   <translation>培訓因錯誤而結束</translation>
  </message>
  <message>
   <source>Training is running</source>
   <translation>培訓正在進行</translation>
  </message>
  <message>
   <source>Tried, but not applied</source>
   <translation>試過但未採用</translation>
  </message>
  <message>
   <source>Try again, or return without a receipt.</source>
   <translation>請重試，或無收據退貨。</translation>
  </message>
  <message>
   <source>Try again.</source>
   <translation>請重試。</translation>
  </message>
  <message>
   <source>Try now</source>
   <translation>立即重試</translation>
  </message>
  <message>
   <source>Two computers speak with this till's key, so the center takes nothing from either; both sell on and everything is kept. Enrol each of them again with a code of its own.</source>
   <translation>兩台電腦使用同一收銀機金鑰，總部因此都不接收；兩台均可繼續銷售，所有記錄均已保留。請分別用各自的代碼重新登記。</translation>
  </message>
  <message>
   <source>Type a short reason.</source>
   <translation>請輸入簡短原因。</translation>
  </message>
  <message>
   <source>Type or scan it first.</source>
   <translation>請先輸入或掃描。</translation>
  </message>
  <message>
   <source>Type the address first.</source>
   <translation>請先輸入位址。</translation>
  </message>
  <message>
   <source>Type the address with https:// before it. Plain http:// is for a center on this computer only.</source>
   <translation>請輸入以 https:// 開頭的位址。http:// 僅用於本機上的總部伺服器。</translation>
  </message>
  <message>
   <source>Type the amount that was given.</source>
   <translation>請輸入收到的金額。</translation>
  </message>
  <message>
   <source>Type the enrolment code that the center gave for this till.</source>
   <translation>請輸入總部為此收銀台提供的註冊碼。</translation>
  </message>
  <message>
   <source>Type the name of the first operator.</source>
   <translation>請輸入首位操作員姓名。</translation>
  </message>
  <message>
   <source>Type the name of the store.</source>
   <translation>請輸入門市名稱。</translation>
  </message>
  <message>
   <source>Type the numbers of the store and of this till.</source>
   <translation>請輸入門市和收銀台編號。</translation>
  </message>
  <message>
   <source>Type the same PIN twice.</source>
   <translation>兩次密碼必須相同。</translation>
  </message>
  <message>
   <source>Type the time as 04:00.</source>
   <translation>時間格式為 04:00。</translation>
  </message>
  <message>
   <source>Unit price</source>
   <translation>單價</translation>
  </message>
  <message>
   <source>Unplug the card reader for a moment.</source>
   <translation>請將讀卡機拔下片刻。</translation>
  </message>
  <message>
   <source>Upper and lower case differ: key it again</source>
   <translation>大小寫不符：請重新輸入</translation>
  </message>
  <message>
   <source>Use another reference.</source>
   <translation>請使用其他參考號。</translation>
  </message>
  <message>
   <source>Use the currency of the store.</source>
   <translation>請使用門市貨幣。</translation>
  </message>
  <message>
   <source>Use the key on the scale.</source>
   <translation>請使用電子秤上的按鍵。</translation>
  </message>
  <message>
   <source>Used up</source>
   <translation>已用完</translation>
  </message>
  <message>
   <source>Value</source>
   <translation>金額</translation>
  </message>
  <message>
   <source>Void</source>
   <translation>作廢</translation>
  </message>
  <message>
   <source>Void a finished sale</source>
   <translation>作廢已完成交易</translation>
  </message>
  <message>
   <source>Void a movement of the till</source>
   <translation>作廢一筆現金收支</translation>
  </message>
  <message>
   <source>Void the line and ring it up again.</source>
   <translation>請作廢此行並重新輸入。</translation>
  </message>
  <message>
   <source>Void the sale</source>
   <translation>整單作廢</translation>
  </message>
  <message>
   <source>Void {what}</source>
   <translation>作廢{what}</translation>
  </message>
  <message>
   <source>Voided</source>
   <translation>已作廢</translation>
  </message>
  <message>
   <source>Voided {time}</source>
   <translation>{time} 作廢</translation>
  </message>
  <message>
   <source>Voucher</source>
   <translation>禮券</translation>
  </message>
  <message>
   <source>Wait a moment: the printer goes on by itself.</source>
   <translation>請稍候:印表機會自行繼續。</translation>
  </message>
  <message>
   <source>Wait for the test.</source>
   <translation>請等待測試。</translation>
  </message>
  <message>
   <source>Wait until the scale is at rest and try again.</source>
   <translation>請等電子秤穩定後重試。</translation>
  </message>
  <message>
   <source>Wait until the scale is at rest.</source>
   <translation>請等秤穩定。</translation>
  </message>
  <message>
   <source>Wait until the time is up, then try again.</source>
   <translation>請等待時間結束後重試。</translation>
  </message>
  <message>
   <source>Wait {time}</source>
   <translation>請等待 {time}</translation>
  </message>
  <message>
   <source>Waiting</source>
   <translation>待上傳</translation>
  </message>
  <message>
   <source>Waiting for the scale</source>
   <translation>正在等待秤</translation>
  </message>
  <message>
   <source>Web page</source>
   <translation>網頁</translation>
  </message>
  <message>
   <source>Weigh again; if it stays so, key the weight.</source>
   <translation>請重新秤重；如仍不行，請輸入重量。</translation>
  </message>
  <message>
   <source>Weigh with the packing: the usual tare is taken off.</source>
   <translation>連包裝秤重：自動扣除常用皮重。</translation>
  </message>
  <message>
   <source>Weigh with the packing: {tare} is taken off.</source>
   <translation>連包裝秤重：將扣除 {tare}。</translation>
  </message>
  <message>
   <source>Weight</source>
   <translation>重量</translation>
  </message>
  <message>
   <source>Weight of the packing</source>
   <translation>包裝重量</translation>
  </message>
  <message>
   <source>Weights that are keyed</source>
   <translation>手動輸入重量</translation>
  </message>
  <message>
   <source>Welcome</source>
   <translation>歡迎光臨</translation>
  </message>
  <message>
   <source>Went away</source>
   <translation>斷線次數</translation>
  </message>
  <message>
   <source>What becomes of these sales?</source>
   <translation>如何處理這些交易？</translation>
  </message>
  <message>
   <source>What is saved holds from the next start of the till on.</source>
   <translation>儲存的內容在收銀機下次啟動後生效。</translation>
  </message>
  <message>
   <source>What is sold with this item is missing</source>
   <translation>缺少隨該商品一同銷售的商品</translation>
  </message>
  <message>
   <source>What the center sent does not carry its signature. Ask whoever runs the center.</source>
   <translation>收到的資料沒有總部的簽章。請聯絡總部管理員。</translation>
  </message>
  <message>
   <source>What was recorded is kept. Compare the basket, then go on.</source>
   <translation>已記錄的內容都已保留。請核對購物籃後繼續。</translation>
  </message>
  <message>
   <source>Who is selling?</source>
   <translation>請選擇收銀員</translation>
  </message>
  <message>
   <source>Who sets up the devices?</source>
   <translation>誰來設定裝置?</translation>
  </message>
  <message>
   <source>Who starts the training?</source>
   <translation>誰來啟動培訓？</translation>
  </message>
  <message>
   <source>Whole basket</source>
   <translation>整個購物籃</translation>
  </message>
  <message>
   <source>Why this price</source>
   <translation>為何此價</translation>
  </message>
  <message>
   <source>Why this total</source>
   <translation>為何是這個總額</translation>
  </message>
  <message>
   <source>With a certificate</source>
   <translation>憑證書</translation>
  </message>
  <message>
   <source>With a coupon</source>
   <translation>憑優惠券</translation>
  </message>
  <message>
   <source>With another way to pay</source>
   <translation>僅限其他付款方式</translation>
  </message>
  <message>
   <source>With approval</source>
   <translation>需核准</translation>
  </message>
  <message>
   <source>Without a receipt</source>
   <translation>無收據</translation>
  </message>
  <message>
   <source>Without tax</source>
   <translation>免稅</translation>
  </message>
  <message>
   <source>Without tax: {reason}</source>
   <translation>免稅：{reason}</translation>
  </message>
  <message>
   <source>Workstation</source>
   <translation>工作站</translation>
  </message>
  <message>
   <source>Workstation and store</source>
   <translation>工作站與門市</translation>
  </message>
  <message>
   <source>Write the support bundle</source>
   <translation>產生支援包</translation>
  </message>
  <message>
   <source>Write this recovery code down and keep it away from this computer. It is shown only now, and it alone brings the ledger back when this computer is gone.</source>
   <translation>請抄寫此復原碼，並保存在本機以外的地方。它只顯示這一次；本機損壞時，只有它能復原帳本。</translation>
  </message>
  <message>
   <source>Writing the support bundle</source>
   <translation>正在產生支援包</translation>
  </message>
  <message>
   <source>Written: {path}</source>
   <translation>已寫入:{path}</translation>
  </message>
  <message>
   <source>Wrong item</source>
   <translation>商品錯誤</translation>
  </message>
  <message>
   <source>Wrong settings</source>
   <translation>設定錯誤</translation>
  </message>
  <message>
   <source>X report</source>
   <translation>X 報表</translation>
  </message>
  <message>
   <source>Year, month, day: 19990131</source>
   <translation>年月日：19990131</translation>
  </message>
  <message>
   <source>You get back</source>
   <translation>退還給您</translation>
  </message>
  <message>
   <source>You may not do this</source>
   <translation>您沒有此權限</translation>
  </message>
  <message>
   <source>You save {amount}</source>
   <translation>為您節省 {amount}</translation>
  </message>
  <message>
   <source>Z reports</source>
   <translation>Z 報表</translation>
  </message>
  <message>
   <source>Z {number}: counted {counted}, expected {expected}, {difference} {word}</source>
   <translation>Z {number}：清點 {counted}，應有 {expected}，{word} {difference}</translation>
  </message>
  <message>
   <source>Z {n} complete</source>
   <translation>Z {n} 完整</translation>
  </message>
  <message>
   <source>Z {n} provisional</source>
   <translation>Z {n} 暫定</translation>
  </message>
  <message>
   <source>a line display never answers: see whether it shows 8888</source>
   <translation>顧客顯示器從不回應:請查看是否顯示 8888</translation>
  </message>
  <message>
   <source>a test paper was printed</source>
   <translation>已列印測試紙</translation>
  </message>
  <message>
   <source>a test paper was sent; look whether it was printed</source>
   <translation>已傳送測試紙;請查看是否印出</translation>
  </message>
  <message>
   <source>by head office</source>
   <translation>由總部</translation>
  </message>
  <message>
   <source>ddd d MMM</source>
   <translation>M月d日 ddd</translation>
  </message>
  <message>
   <source>exact</source>
   <translation>相符</translation>
  </message>
  <message>
   <source>it could not be told to open</source>
   <translation>無法發出打開指令</translation>
  </message>
  <message>
   <source>it was told to open; look whether it did</source>
   <translation>已發出打開指令;請查看是否打開</translation>
  </message>
  <message>
   <source>its port is open</source>
   <translation>連接埠已開啟</translation>
  </message>
  <message>
   <source>net</source>
   <translation>淨重</translation>
  </message>
  <message>
   <source>no card is on it</source>
   <translation>上面沒有卡</translation>
  </message>
  <message>
   <source>nothing was sent to it</source>
   <translation>未向其傳送任何內容</translation>
  </message>
  <message>
   <source>of {amount}</source>
   <translation>計稅額 {amount}</translation>
  </message>
  <message>
   <source>oldest {age}</source>
   <translation>最早 {age}前</translation>
  </message>
  <message>
   <source>open</source>
   <translation>自訂</translation>
  </message>
  <message>
   <source>or just scan</source>
   <translation>或直接掃碼</translation>
  </message>
  <message>
   <source>out of paper</source>
   <translation>缺紙</translation>
  </message>
  <message>
   <source>over</source>
   <translation>溢收</translation>
  </message>
  <message>
   <source>paper nearly used up</source>
   <translation>紙將用盡</translation>
  </message>
  <message>
   <source>part of a test paper may be printed; look</source>
   <translation>測試紙可能已印出一部分;請查看</translation>
  </message>
  <message>
   <source>ready</source>
   <translation>就緒</translation>
  </message>
  <message>
   <source>rounded in cash: {amount}</source>
   <translation>現金捨入後 {amount}</translation>
  </message>
  <message>
   <source>short</source>
   <translation>短收</translation>
  </message>
  <message>
   <source>the cover is open</source>
   <translation>機蓋打開</translation>
  </message>
  <message>
   <source>the cutter is jammed</source>
   <translation>切刀卡住</translation>
  </message>
  <message>
   <source>the drawer opened</source>
   <translation>錢箱已打開</translation>
  </message>
  <message>
   <source>the drawer stayed closed</source>
   <translation>錢箱仍關著</translation>
  </message>
  <message>
   <source>the print head is too hot</source>
   <translation>列印頭過熱</translation>
  </message>
  <message>
   <source>the printer is offline</source>
   <translation>印表機離線</translation>
  </message>
  <message>
   <source>the trial text was sent</source>
   <translation>已傳送測試文字</translation>
  </message>
  <message>
   <source>unrecoverable error</source>
   <translation>無法復原的故障</translation>
  </message>
  <message>
   <source>version {n}</source>
   <translation>版本 {n}</translation>
  </message>
  <message>
   <source>{name} does not answer</source>
   <translation>{name} 無回應</translation>
  </message>
  <message>
   <source>{name} needs attention</source>
   <translation>{name} 需要處理</translation>
  </message>
  <message>
   <source>{name}: ready</source>
   <translation>{name}：就緒</translation>
  </message>
  <message>
   <source>{n} d</source>
   <translation>{n} 天</translation>
  </message>
  <message>
   <source>{n} h</source>
   <translation>{n} 小時</translation>
  </message>
  <message>
   <source>{n} min</source>
   <translation>{n} 分鐘</translation>
  </message>
  <message>
   <source>{n} of {all} digits</source>
   <translation>已輸入 {n} 位，共 {all} 位</translation>
  </message>
  <message>
   <source>{n} s</source>
   <translation>{n} 秒</translation>
  </message>
  <message>
   <source>{quantity} left to return</source>
   <translation>可退 {quantity}</translation>
  </message>
  <message>
   <source>{time} fast</source>
   <translation>快 {time}</translation>
  </message>
  <message>
   <source>{time} slow</source>
   <translation>慢 {time}</translation>
  </message>
  <message>
   <source>{way} is not set up on this till.</source>
   <translation>此收銀台未設定{way}。</translation>
  </message>
  <message>
   <source>{what} voided</source>
   <translation>{what}已作廢</translation>
  </message>
 </context>
</TS>
