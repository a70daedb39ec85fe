<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>Evertill</name>
  <message numerus="yes">
   <source>%n device(s) set up</source>
   <translation>
    <numerusform>已设置 %n 台设备</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n earlier items</source>
   <translation>
    <numerusform>前面还有 %n 件</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n held</source>
   <translation>
    <numerusform>%n 笔被扣留</numerusform>
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
    <numerusform>%n 台需要处理</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n new device(s) found</source>
   <translation>
    <numerusform>发现 %n 台新设备</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n records wait to be sent</source>
   <translation>
    <numerusform>%n 条记录待发送</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n sales cancelled</source>
   <translation>
    <numerusform>%n 笔交易已取消</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n sales carried over</source>
   <translation>
    <numerusform>%n 笔交易已结转</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n suspended</source>
   <translation>
    <numerusform>%n 笔挂单</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n waiting</source>
   <translation>
    <numerusform>%n 笔待上传</numerusform>
   </translation>
  </message>
  <message>
   <source>32 (58 mm)</source>
   <translation>32(58 毫米)</translation>
  </message>
  <message>
   <source>42 (80 mm)</source>
   <translation>42(80 毫米)</translation>
  </message>
  <message>
   <source>48 (80 mm)</source>
   <translation>48(80 毫米)</translation>
  </message>
  <message>
   <source>58 mm, simple</source>
   <translation>58 毫米,简易型</translation>
  </message>
  <message>
   <source>80 mm, Latin only</source>
   <translation>80 毫米,仅拉丁字母</translation>
  </message>
  <message>
   <source>A file of this computer's user</source>
   <translation>本机用户的文件</translation>
  </message>
  <message>
   <source>A file of this till cannot be used</source>
   <translation>本收银台的一个文件无法使用</translation>
  </message>
  <message>
   <source>A protected file</source>
   <translation>受保护的文件</translation>
  </message>
  <message>
   <source>A reason is needed</source>
   <translation>需要填写原因</translation>
  </message>
  <message>
   <source>A rule for reading codes is wrong</source>
   <translation>读码规则有误</translation>
  </message>
  <message>
   <source>A sale belongs to the day before until</source>
   <translation>营业日切换时间</translation>
  </message>
  <message>
   <source>A sale is open</source>
   <translation>有未完成的销售</translation>
  </message>
  <message>
   <source>Account</source>
   <translation>挂账</translation>
  </message>
  <message>
   <source>Add coupon</source>
   <translation>添加优惠券</translation>
  </message>
  <message>
   <source>Add free item</source>
   <translation>添加赠品</translation>
  </message>
  <message>
   <source>Add it as any other item.</source>
   <translation>请按普通商品添加。</translation>
  </message>
  <message>
   <source>Add member</source>
   <translation>添加会员</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>地址</translation>
  </message>
  <message>
   <source>Address of the center</source>
   <translation>总部服务器地址</translation>
  </message>
  <message>
   <source>Advance</source>
   <translation>预支</translation>
  </message>
  <message>
   <source>Advance returned</source>
   <translation>归还预支款</translation>
  </message>
  <message>
   <source>Age check</source>
   <translation>年龄核查</translation>
  </message>
  <message>
   <source>All devices work.</source>
   <translation>所有设备正常。</translation>
  </message>
  <message>
   <source>All of it</source>
   <translation>整笔</translation>
  </message>
  <message>
   <source>All sent</source>
   <translation>已全部上传</translation>
  </message>
  <message>
   <source>Amount</source>
   <translation>金额</translation>
  </message>
  <message>
   <source>Amount too small</source>
   <translation>金额不足</translation>
  </message>
  <message>
   <source>An event is too large to be sent</source>
   <translation>一条记录过大，无法发送</translation>
  </message>
  <message>
   <source>Another one of its group was applied</source>
   <translation>已采用同组的另一项</translation>
  </message>
  <message>
   <source>Another price</source>
   <translation>改价</translation>
  </message>
  <message>
   <source>Another program holds the printer: close it.</source>
   <translation>打印机被另一个程序占用:请关闭该程序。</translation>
  </message>
  <message>
   <source>Answer the question first</source>
   <translation>请先回答问题</translation>
  </message>
  <message>
   <source>Any characters</source>
   <translation>任意字符</translation>
  </message>
  <message>
   <source>Applied</source>
   <translation>已采用</translation>
  </message>
  <message>
   <source>Approval</source>
   <translation>授权</translation>
  </message>
  <message>
   <source>Arrow keys choose a name, digits key the PIN</source>
   <translation>方向键选择姓名，数字键输入密码</translation>
  </message>
  <message>
   <source>As PDF, web page or picture</source>
   <translation>存为 PDF、网页或图片</translation>
  </message>
  <message>
   <source>As it stands on the paper that was shown.</source>
   <translation>按出示的证件填写。</translation>
  </message>
  <message>
   <source>Ask a manager to set up devices</source>
   <translation>请经理来设置设备</translation>
  </message>
  <message>
   <source>Ask a supervisor to start the training</source>
   <translation>请主管启动培训</translation>
  </message>
  <message>
   <source>Ask for a document: born on {born_until} or before?</source>
   <translation>请查验证件：出生日期不晚于 {born_until}？</translation>
  </message>
  <message>
   <source>Ask somebody with a higher limit. The attempt is recorded.</source>
   <translation>请有更高额度的人批准。此次尝试已记录。</translation>
  </message>
  <message>
   <source>Ask somebody with the right to do it. The attempt is recorded.</source>
   <translation>请有权限的人操作。此次尝试已记录。</translation>
  </message>
  <message>
   <source>Ask the technician for the right to use the printer's queue.</source>
   <translation>请技术员授予使用该打印机队列的权限。</translation>
  </message>
  <message>
   <source>Ask the technician for the right to use the printer.</source>
   <translation>请技术员授予使用打印机的权限。</translation>
  </message>
  <message>
   <source>Ask the technician for the right to use this card reader.</source>
   <translation>请技术员授予使用此读卡器的权限。</translation>
  </message>
  <message>
   <source>Ask the technician for the right to use this port.</source>
   <translation>请技术员授予使用此端口的权限。</translation>
  </message>
  <message>
   <source>Ask the technician to install it, or choose another reader.</source>
   <translation>请技术员安装,或选择其他读卡器。</translation>
  </message>
  <message>
   <source>At most 100 percent.</source>
   <translation>最多 100%。</translation>
  </message>
  <message>
   <source>At the center</source>
   <translation>总部已收</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>返回</translation>
  </message>
  <message>
   <source>Back to basket</source>
   <translation>返回清单</translation>
  </message>
  <message>
   <source>Back to selling</source>
   <translation>返回销售</translation>
  </message>
  <message>
   <source>Back to the till</source>
   <translation>返回收银台</translation>
  </message>
  <message>
   <source>Barcode scanner</source>
   <translation>条码扫描器</translation>
  </message>
  <message>
   <source>Basket</source>
   <translation>购物清单</translation>
  </message>
  <message>
   <source>Before</source>
   <translation>原价</translation>
  </message>
  <message>
   <source>Begin another one.</source>
   <translation>请开始新的一笔。</translation>
  </message>
  <message>
   <source>Born {date} or before?</source>
   <translation>出生于 {date} 或之前？</translation>
  </message>
  <message>
   <source>Business day {date} · opened {time}</source>
   <translation>营业日 {date} · {time} 开始</translation>
  </message>
  <message>
   <source>Business day {date}. Count the loan and key it.</source>
   <translation>营业日 {date}。请清点备用金并输入。</translation>
  </message>
  <message>
   <source>By hand</source>
   <translation>手工</translation>
  </message>
  <message>
   <source>Bytes</source>
   <translation>字节</translation>
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
   <translation>取消销售</translation>
  </message>
  <message>
   <source>Cannot pay</source>
   <translation>无法付款</translation>
  </message>
  <message>
   <source>Card</source>
   <translation>银行卡</translation>
  </message>
  <message>
   <source>Card reader</source>
   <translation>读卡器</translation>
  </message>
  <message>
   <source>Carry over</source>
   <translation>结转</translation>
  </message>
  <message>
   <source>Cash</source>
   <translation>现金</translation>
  </message>
  <message>
   <source>Cash drawer</source>
   <translation>钱箱</translation>
  </message>
  <message>
   <source>Cash exact</source>
   <translation>现金正好</translation>
  </message>
  <message>
   <source>Cash given</source>
   <translation>收到现金</translation>
  </message>
  <message>
   <source>Cash in and out</source>
   <translation>现金收支</translation>
  </message>
  <message>
   <source>Cash in the drawer</source>
   <translation>钱箱备用金</translation>
  </message>
  <message>
   <source>Center</source>
   <translation>总部</translation>
  </message>
  <message>
   <source>Change</source>
   <translation>找零</translation>
  </message>
  <message>
   <source>Change a note</source>
   <translation>换零钱</translation>
  </message>
  <message>
   <source>Change from the safe into the drawer</source>
   <translation>从保险柜向钱箱补充零钱</translation>
  </message>
  <message>
   <source>Change is short</source>
   <translation>零钱不足</translation>
  </message>
  <message>
   <source>Change the price of a line</source>
   <translation>更改一行的价格</translation>
  </message>
  <message>
   <source>Changed by hand</source>
   <translation>手工改价</translation>
  </message>
  <message>
   <source>Characters in a line of paper</source>
   <translation>纸上每行字符数</translation>
  </message>
  <message>
   <source>Charity</source>
   <translation>慈善机构</translation>
  </message>
  <message>
   <source>Check its cable and its protocol, then try again; or set sensor = "none".</source>
   <translation>检查线缆和协议后重试;或设置 sensor = "none"。</translation>
  </message>
  <message>
   <source>Check speed and parity of the scanner's line, then try again.</source>
   <translation>检查扫描器线路的速率和校验位,然后重试。</translation>
  </message>
  <message>
   <source>Check that the cover is closed; if so, switch the printer off and on.</source>
   <translation>检查机盖是否关好;如已关好,请关闭再打开打印机电源。</translation>
  </message>
  <message>
   <source>Check that the device is on and its cable is plugged in.</source>
   <translation>检查设备是否开机、线缆是否插好。</translation>
  </message>
  <message>
   <source>Check that the printer is on and its cable is plugged in.</source>
   <translation>检查打印机是否开机、线缆是否插好。</translation>
  </message>
  <message>
   <source>Check the date and the clock, then confirm.</source>
   <translation>请检查日期和时钟，然后确认。</translation>
  </message>
  <message>
   <source>Check the number, or return without a receipt.</source>
   <translation>请核对号码，或无小票退货。</translation>
  </message>
  <message>
   <source>Check the serial number.</source>
   <translation>请核对序列号。</translation>
  </message>
  <message>
   <source>Checking the PIN</source>
   <translation>正在核对密码</translation>
  </message>
  <message>
   <source>Checking the ledger</source>
   <translation>正在检查账本</translation>
  </message>
  <message>
   <source>Choose a PIN of six digits.</source>
   <translation>请设置六位数字密码。</translation>
  </message>
  <message>
   <source>Choose a currency.</source>
   <translation>请选择货币。</translation>
  </message>
  <message>
   <source>Choose a date that is not before the last business day.</source>
   <translation>请选择不早于上一营业日的日期。</translation>
  </message>
  <message>
   <source>Choose a line first.</source>
   <translation>请先选择一行。</translation>
  </message>
  <message>
   <source>Choose a tender from the list.</source>
   <translation>请从列表中选择支付方式。</translation>
  </message>
  <message>
   <source>Choose a time zone from the list.</source>
   <translation>请从列表中选择时区。</translation>
  </message>
  <message>
   <source>Choose another line.</source>
   <translation>请选择其他行。</translation>
  </message>
  <message>
   <source>Choose another one.</source>
   <translation>请选择其他项。</translation>
  </message>
  <message>
   <source>Choose one of the list.</source>
   <translation>请从列表中选择。</translation>
  </message>
  <message>
   <source>Choose or type a reason.</source>
   <translation>请选择或输入原因。</translation>
  </message>
  <message>
   <source>Choose six digits that neither repeat nor count.</source>
   <translation>请选择不重复、不连续的六位数字。</translation>
  </message>
  <message>
   <source>Choose somebody else.</source>
   <translation>请选择其他人。</translation>
  </message>
  <message>
   <source>Choose the lines</source>
   <translation>选择商品行</translation>
  </message>
  <message>
   <source>Choose the protocol, speed and parity that the scale is set to.</source>
   <translation>选择与电子秤一致的协议、速率和校验位。</translation>
  </message>
  <message>
   <source>Choose the scanner in its address: a keyboard chosen there types nowhere else.</source>
   <translation>请在地址中选择扫描器:在那里选了键盘,键盘就不能在别处输入。</translation>
  </message>
  <message>
   <source>Choose to remove.</source>
   <translation>选择即可移除。</translation>
  </message>
  <message>
   <source>Choose what it is.</source>
   <translation>请选择它是什么设备。</translation>
  </message>
  <message>
   <source>Choose your name and key your PIN. Both are recorded.</source>
   <translation>选择您的姓名并输入密码，两者均会记录。</translation>
  </message>
  <message>
   <source>Choose your name instead, and show the badge to the manager.</source>
   <translation>请改选您的姓名，并将工牌交给经理查看。</translation>
  </message>
  <message>
   <source>Choose your name instead.</source>
   <translation>请改为选择姓名。</translation>
  </message>
  <message>
   <source>Choose your name, then key your PIN.</source>
   <translation>请选择姓名，然后输入密码。</translation>
  </message>
  <message>
   <source>Cleaning</source>
   <translation>清洁</translation>
  </message>
  <message>
   <source>Clock</source>
   <translation>时钟</translation>
  </message>
  <message>
   <source>Clock is wrong</source>
   <translation>时钟不准</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>Close the cash drawer; if it is closed, see whether its cable is in.</source>
   <translation>请关上钱箱;如已关上,检查线缆是否插好。</translation>
  </message>
  <message>
   <source>Close the day</source>
   <translation>结束营业日</translation>
  </message>
  <message>
   <source>Close the drawer</source>
   <translation>关上钱箱</translation>
  </message>
  <message>
   <source>Close the other program that uses the card reader.</source>
   <translation>请关闭正在使用读卡器的其他程序。</translation>
  </message>
  <message>
   <source>Close the other program that uses the cash drawer.</source>
   <translation>请关闭正在使用钱箱的其他程序。</translation>
  </message>
  <message>
   <source>Close the other program that uses the customer display.</source>
   <translation>请关闭正在使用顾客显示屏的其他程序。</translation>
  </message>
  <message>
   <source>Close the other program that uses the device.</source>
   <translation>请关闭正在使用该设备的其他程序。</translation>
  </message>
  <message>
   <source>Close the other program that uses the scale.</source>
   <translation>请关闭正在使用电子秤的其他程序。</translation>
  </message>
  <message>
   <source>Close the other program that uses the scanner.</source>
   <translation>请关闭正在使用扫描器的其他程序。</translation>
  </message>
  <message>
   <source>Close the printer cover.</source>
   <translation>请关上打印机机盖。</translation>
  </message>
  <message>
   <source>Code of the card</source>
   <translation>卡号</translation>
  </message>
  <message>
   <source>Code of the coupon</source>
   <translation>优惠券号码</translation>
  </message>
  <message>
   <source>Coins from the bank</source>
   <translation>银行换来的硬币</translation>
  </message>
  <message>
   <source>Compare its settings with the manual, or send the support bundle.</source>
   <translation>对照说明书检查设置,或发送支持包。</translation>
  </message>
  <message>
   <source>Compare what is shown, then try again. The log helps support.</source>
   <translation>请核对屏幕内容后重试。日志可供技术支持查看。</translation>
  </message>
  <message>
   <source>Complete it and begin another one.</source>
   <translation>请完成这一笔，再开始新的一笔。</translation>
  </message>
  <message>
   <source>Complete or cancel the sale first.</source>
   <translation>请先完成或取消当前销售。</translation>
  </message>
  <message>
   <source>Complete the sale</source>
   <translation>完成销售</translation>
  </message>
  <message>
   <source>Complete the sale.</source>
   <translation>请完成销售。</translation>
  </message>
  <message>
   <source>Complete, suspend or cancel it first.</source>
   <translation>请先完成、挂单或取消。</translation>
  </message>
  <message>
   <source>Connecting</source>
   <translation>正在连接</translation>
  </message>
  <message>
   <source>Connection</source>
   <translation>连接</translation>
  </message>
  <message>
   <source>Copy of a receipt</source>
   <translation>小票副本</translation>
  </message>
  <message>
   <source>Copy of a report</source>
   <translation>报表副本</translation>
  </message>
  <message>
   <source>Correct it and send it again.</source>
   <translation>请更正后重新发送。</translation>
  </message>
  <message>
   <source>Correct the store's label patterns in the settings.</source>
   <translation>请在设置中改正门店的标签格式。</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>清点</translation>
  </message>
  <message>
   <source>Count all cash in the drawer, the loan included.</source>
   <translation>请清点钱箱内全部现金，包括备用金。</translation>
  </message>
  <message>
   <source>Count is complete</source>
   <translation>清点完成</translation>
  </message>
  <message>
   <source>Count it, or give the reason why nobody can.</source>
   <translation>请清点，或说明无法清点的原因。</translation>
  </message>
  <message>
   <source>Count the cash, or confirm to record it all the same.</source>
   <translation>请清点现金，或确认后仍予记录。</translation>
  </message>
  <message>
   <source>Count the loan and open the till.</source>
   <translation>请清点备用金并开台。</translation>
  </message>
  <message>
   <source>Count the till</source>
   <translation>清点现金</translation>
  </message>
  <message>
   <source>Count {number} recorded: {amount}</source>
   <translation>第 {number} 次清点已记录：{amount}</translation>
  </message>
  <message>
   <source>Counted cash</source>
   <translation>清点现金</translation>
  </message>
  <message>
   <source>Counts</source>
   <translation>有效</translation>
  </message>
  <message>
   <source>Coupon {code}</source>
   <translation>优惠券 {code}</translation>
  </message>
  <message>
   <source>Coupons that give nothing</source>
   <translation>无效的优惠券</translation>
  </message>
  <message>
   <source>Cover open</source>
   <translation>机盖打开</translation>
  </message>
  <message>
   <source>Currency</source>
   <translation>货币</translation>
  </message>
  <message>
   <source>Customer</source>
   <translation>顾客</translation>
  </message>
  <message>
   <source>Customer changed their mind</source>
   <translation>顾客改变主意</translation>
  </message>
  <message>
   <source>Customer display</source>
   <translation>顾客显示屏</translation>
  </message>
  <message>
   <source>Customer display at rest, lower line</source>
   <translation>顾客显示屏空闲时下行</translation>
  </message>
  <message>
   <source>Customer display at rest, upper line</source>
   <translation>顾客显示屏空闲时上行</translation>
  </message>
  <message>
   <source>Customer left</source>
   <translation>顾客离开</translation>
  </message>
  <message>
   <source>Customer screen</source>
   <translation>顾客屏幕</translation>
  </message>
  <message>
   <source>Customer's screen; empty for none</source>
   <translation>顾客屏幕;留空表示没有</translation>
  </message>
  <message>
   <source>Damaged</source>
   <translation>商品损坏</translation>
  </message>
  <message>
   <source>Damaged pack</source>
   <translation>包装破损</translation>
  </message>
  <message>
   <source>Date of birth</source>
   <translation>出生日期</translation>
  </message>
  <message>
   <source>Delete last digit</source>
   <translation>删除最后一位</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>设备</translation>
  </message>
  <message>
   <source>Device file</source>
   <translation>设备文件</translation>
  </message>
  <message>
   <source>Devices</source>
   <translation>设备</translation>
  </message>
  <message>
   <source>Diagnostics</source>
   <translation>诊断</translation>
  </message>
  <message>
   <source>Did not apply</source>
   <translation>未采用</translation>
  </message>
  <message>
   <source>Did not happen</source>
   <translation>并未发生</translation>
  </message>
  <message>
   <source>Diplomatic mission</source>
   <translation>外交机构</translation>
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
   <translation>顾客屏</translation>
  </message>
  <message>
   <source>Do not add</source>
   <translation>不添加</translation>
  </message>
  <message>
   <source>Do not sell it</source>
   <translation>不销售</translation>
  </message>
  <message>
   <source>Does not fit</source>
   <translation>不合适</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>完成</translation>
  </message>
  <message>
   <source>Drawer is locked</source>
   <translation>钱箱锁住</translation>
  </message>
  <message>
   <source>Drawer opened</source>
   <translation>开钱箱次数</translation>
  </message>
  <message>
   <source>Email</source>
   <translation>邮件</translation>
  </message>
  <message>
   <source>Employee</source>
   <translation>员工</translation>
  </message>
  <message>
   <source>Empty the scale and press its zero key.</source>
   <translation>请清空秤盘并按秤上的置零键。</translation>
  </message>
  <message>
   <source>Empty the scale, then switch it off and on.</source>
   <translation>请清空秤盘，然后关闭再打开秤。</translation>
  </message>
  <message>
   <source>End of the shift</source>
   <translation>交班</translation>
  </message>
  <message>
   <source>End the training</source>
   <translation>结束培训</translation>
  </message>
  <message>
   <source>Enrolment code</source>
   <translation>注册码</translation>
  </message>
  <message>
   <source>Enter your PIN</source>
   <translation>请输入密码</translation>
  </message>
  <message>
   <source>Every line is voided</source>
   <translation>所有行均已作废</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>所有人</translation>
  </message>
  <message>
   <source>Exact</source>
   <translation>正好</translation>
  </message>
  <message>
   <source>Expired {date}</source>
   <translation>{date} 过期</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>出口</translation>
  </message>
  <message>
   <source>Finish the open sale first</source>
   <translation>请先完成未结交易</translation>
  </message>
  <message>
   <source>Fixed when the till was made.</source>
   <translation>收银机建立时已固定。</translation>
  </message>
  <message>
   <source>Fixed when the till was made. Its number and name belong to the center.</source>
   <translation>收银机建立时已固定。其编号和名称由总部管理。</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>文件夹</translation>
  </message>
  <message>
   <source>For another tier of members</source>
   <translation>仅限其他会员等级</translation>
  </message>
  <message>
   <source>For members</source>
   <translation>仅限会员</translation>
  </message>
  <message>
   <source>For members: add the member first</source>
   <translation>仅限会员：请先添加会员</translation>
  </message>
  <message>
   <source>For other customers</source>
   <translation>仅限其他顾客</translation>
  </message>
  <message>
   <source>For whoever helps from afar.</source>
   <translation>供远程协助人员使用。</translation>
  </message>
  <message>
   <source>Forgotten change</source>
   <translation>漏找零钱</translation>
  </message>
  <message>
   <source>Found money</source>
   <translation>拾得现金</translation>
  </message>
  <message>
   <source>From {years} years on</source>
   <translation>须满 {years} 岁</translation>
  </message>
  <message>
   <source>Gift card</source>
   <translation>礼品卡</translation>
  </message>
  <message>
   <source>Give a discount</source>
   <translation>给予折扣</translation>
  </message>
  <message>
   <source>Give back</source>
   <translation>退还</translation>
  </message>
  <message>
   <source>Give cash</source>
   <translation>退现金</translation>
  </message>
  <message>
   <source>Give discount</source>
   <translation>给予折扣</translation>
  </message>
  <message>
   <source>Give it back as the sale was paid.</source>
   <translation>请按原付款方式退还。</translation>
  </message>
  <message>
   <source>Give it back.</source>
   <translation>请退还给顾客。</translation>
  </message>
  <message>
   <source>Give the rest back by another tender.</source>
   <translation>其余请用其他方式退款。</translation>
  </message>
  <message>
   <source>Give the scanner an entry in the settings with layout = "us".</source>
   <translation>请在设置中为扫描器添加一项,layout = "us"。</translation>
  </message>
  <message>
   <source>Give {amount} back to the customer.</source>
   <translation>退还顾客 {amount}。</translation>
  </message>
  <message>
   <source>Given as often as it may be</source>
   <translation>已达使用次数上限</translation>
  </message>
  <message>
   <source>Given by hand only</source>
   <translation>仅可手工给予</translation>
  </message>
  <message>
   <source>Given {amount}</source>
   <translation>收到 {amount}</translation>
  </message>
  <message>
   <source>Gives nothing now</source>
   <translation>目前无效</translation>
  </message>
  <message>
   <source>Go back to the basket first.</source>
   <translation>请先返回清单。</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>继续</translation>
  </message>
  <message>
   <source>Goods on the scale, in kg</source>
   <translation>秤上的商品（千克）</translation>
  </message>
  <message>
   <source>Goods swing</source>
   <translation>货物晃动</translation>
  </message>
  <message>
   <source>Goods that come back keep their price.</source>
   <translation>退回的商品保持原价。</translation>
  </message>
  <message>
   <source>Goodwill</source>
   <translation>商誉让利</translation>
  </message>
  <message>
   <source>Have a new paper roll at hand.</source>
   <translation>请备好新的纸卷。</translation>
  </message>
  <message>
   <source>Have its rate entered, or use the currency of the store.</source>
   <translation>请录入汇率，或使用本店货币。</translation>
  </message>
  <message>
   <source>Held by head office</source>
   <translation>被总部扣留</translation>
  </message>
  <message>
   <source>Held by head office: record {seq}</source>
   <translation>被总部扣留：记录 {seq}</translation>
  </message>
  <message>
   <source>Hold it still on the reader.</source>
   <translation>请将卡片平稳放在读卡器上。</translation>
  </message>
  <message>
   <source>Hold the card still until the tone.</source>
   <translation>请持卡不动,直到听到提示音。</translation>
  </message>
  <message>
   <source>Hold up a badge</source>
   <translation>出示工牌</translation>
  </message>
  <message>
   <source>I have written it down</source>
   <translation>我已抄写</translation>
  </message>
  <message>
   <source>In another channel</source>
   <translation>仅限其他渠道</translation>
  </message>
  <message>
   <source>In another currency</source>
   <translation>仅限其他货币</translation>
  </message>
  <message>
   <source>In its backup</source>
   <translation>总部已备份</translation>
  </message>
  <message>
   <source>In other stores</source>
   <translation>仅限其他门店</translation>
  </message>
  <message>
   <source>It cannot be added</source>
   <translation>无法添加</translation>
  </message>
  <message>
   <source>It has a window of its own with a border. This till waits; nothing of the training reaches it, its drawer or its reports.</source>
   <translation>培训在带边框的独立窗口中进行。本收银台等待；培训中的任何内容都不会影响它、钱箱或报表。</translation>
  </message>
  <message>
   <source>It is being saved.</source>
   <translation>正在保存。</translation>
  </message>
  <message>
   <source>It is being written.</source>
   <translation>正在写入。</translation>
  </message>
  <message>
   <source>It is too early, too late or used up. Give it back.</source>
   <translation>尚未开始、已过期或已用完。请退还给顾客。</translation>
  </message>
  <message>
   <source>It is too light for this scale; key the weight.</source>
   <translation>对这台秤来说太轻，请输入重量。</translation>
  </message>
  <message>
   <source>Items, prices and operators</source>
   <translation>商品、价格和操作员</translation>
  </message>
  <message>
   <source>Its budget is used up</source>
   <translation>预算已用完</translation>
  </message>
  <message>
   <source>Its coupon is used up</source>
   <translation>其优惠券已用完</translation>
  </message>
  <message>
   <source>Its price stands.</source>
   <translation>按原价销售。</translation>
  </message>
  <message>
   <source>Join a center</source>
   <translation>加入总部</translation>
  </message>
  <message>
   <source>Joining the center and fetching its items.</source>
   <translation>正在加入总部并获取商品。</translation>
  </message>
  <message>
   <source>Keep</source>
   <translation>保留</translation>
  </message>
  <message>
   <source>Keep the keys in</source>
   <translation>密钥保存在</translation>
  </message>
  <message>
   <source>Key a higher price; the shop does not allow this one.</source>
   <translation>请输入更高的价格；本店不允许此价格。</translation>
  </message>
  <message>
   <source>Key a quantity above zero that the item allows.</source>
   <translation>请输入大于零且该商品允许的数量。</translation>
  </message>
  <message>
   <source>Key a weight</source>
   <translation>手动输入重量</translation>
  </message>
  <message>
   <source>Key another amount.</source>
   <translation>请输入其他金额。</translation>
  </message>
  <message>
   <source>Key another price.</source>
   <translation>请输入其他价格。</translation>
  </message>
  <message>
   <source>Key how much is taken off.</source>
   <translation>请输入减多少。</translation>
  </message>
  <message>
   <source>Key it again.</source>
   <translation>请重新输入。</translation>
  </message>
  <message>
   <source>Key it as it stands on the document.</source>
   <translation>按证件上的内容输入。</translation>
  </message>
  <message>
   <source>Key it as year, month and day.</source>
   <translation>请按年、月、日输入。</translation>
  </message>
  <message>
   <source>Key one percentage or one amount that is not more than the price.</source>
   <translation>请输入一个百分比，或一个不超过价格的金额。</translation>
  </message>
  <message>
   <source>Key store</source>
   <translation>密钥存放处</translation>
  </message>
  <message>
   <source>Key the date of birth</source>
   <translation>输入出生日期</translation>
  </message>
  <message>
   <source>Key the lot on the pack.</source>
   <translation>请输入包装上的批号。</translation>
  </message>
  <message>
   <source>Key the number of the bag again.</source>
   <translation>请重新输入袋号。</translation>
  </message>
  <message>
   <source>Key the price.</source>
   <translation>请输入价格。</translation>
  </message>
  <message>
   <source>Key the sum only</source>
   <translation>只输入总额</translation>
  </message>
  <message>
   <source>Keyed by hand</source>
   <translation>手工输入</translation>
  </message>
  <message>
   <source>Keyed price</source>
   <translation>手输价格</translation>
  </message>
  <message>
   <source>Keyed wrongly</source>
   <translation>输入错误</translation>
  </message>
  <message>
   <source>Kind</source>
   <translation>类型</translation>
  </message>
  <message>
   <source>Labels read</source>
   <translation>已读标签</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>语言</translation>
  </message>
  <message>
   <source>Language of receipts</source>
   <translation>小票语言</translation>
  </message>
  <message>
   <source>Last answer</source>
   <translation>最近应答</translation>
  </message>
  <message>
   <source>Last bytes</source>
   <translation>最近的字节</translation>
  </message>
  <message>
   <source>Last piece</source>
   <translation>最后一件</translation>
  </message>
  <message>
   <source>Last settlement</source>
   <translation>上次结算</translation>
  </message>
  <message>
   <source>Let something go wrong</source>
   <translation>模拟故障</translation>
  </message>
  <message>
   <source>Let the printer's queue on this computer accept jobs again.</source>
   <translation>请让本机上该打印机的队列重新接受任务。</translation>
  </message>
  <message>
   <source>Lift the goods off the scale and put them back.</source>
   <translation>请拿起商品再放回秤上。</translation>
  </message>
  <message>
   <source>Line at the top of every receipt</source>
   <translation>小票顶部文字</translation>
  </message>
  <message>
   <source>Lines above every receipt</source>
   <translation>每张小票的页首</translation>
  </message>
  <message>
   <source>Lines below every receipt</source>
   <translation>每张小票的页尾</translation>
  </message>
  <message>
   <source>Loan</source>
   <translation>备用金</translation>
  </message>
  <message>
   <source>Look</source>
   <translation>查看</translation>
  </message>
  <message>
   <source>Look after the printer's queue on this computer.</source>
   <translation>请检查本机上该打印机的队列。</translation>
  </message>
  <message>
   <source>Look at the customer's document.</source>
   <translation>请查看顾客的证件。</translation>
  </message>
  <message>
   <source>Look at the report again.</source>
   <translation>请再核对报表。</translation>
  </message>
  <message>
   <source>Look at the slip again.</source>
   <translation>请再核对单据。</translation>
  </message>
  <message>
   <source>Look at this</source>
   <translation>请查看</translation>
  </message>
  <message>
   <source>Look at what is paid so far.</source>
   <translation>请查看已付部分。</translation>
  </message>
  <message>
   <source>Lot</source>
   <translation>批号</translation>
  </message>
  <message>
   <source>Lot {lot}</source>
   <translation>批号 {lot}</translation>
  </message>
  <message>
   <source>Make the till</source>
   <translation>创建收银台</translation>
  </message>
  <message>
   <source>Manager</source>
   <translation>经理</translation>
  </message>
  <message>
   <source>Member</source>
   <translation>会员</translation>
  </message>
  <message>
   <source>Member. Choose to remove.</source>
   <translation>会员。选择即可移除。</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>型号</translation>
  </message>
  <message>
   <source>Money goes back by another way</source>
   <translation>应以其他方式退款</translation>
  </message>
  <message>
   <source>Money that came in without a sale</source>
   <translation>非销售收入的现金</translation>
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
   <translation>可再免费取货</translation>
  </message>
  <message>
   <source>More than was sold</source>
   <translation>超过售出数量</translation>
  </message>
  <message>
   <source>Movements so far</source>
   <translation>已有收支</translation>
  </message>
  <message>
   <source>Name its printer in the settings: printer = the printer's id.</source>
   <translation>请在设置中指定其打印机:printer = 打印机的标识。</translation>
  </message>
  <message>
   <source>Name of the first operator, a manager</source>
   <translation>首位操作员（经理）姓名</translation>
  </message>
  <message>
   <source>Name of the store</source>
   <translation>门店名称</translation>
  </message>
  <message>
   <source>Name of the store, on receipts</source>
   <translation>小票上的门店名称</translation>
  </message>
  <message>
   <source>Name, PLU or code</source>
   <translation>名称、PLU 或条码</translation>
  </message>
  <message>
   <source>Nearly there</source>
   <translation>即将满足</translation>
  </message>
  <message>
   <source>Needs a hand</source>
   <translation>需要处理</translation>
  </message>
  <message>
   <source>Needs a hand soon</source>
   <translation>很快需要处理</translation>
  </message>
  <message>
   <source>Needs a reason and a right of its own</source>
   <translation>需要原因和单独权限</translation>
  </message>
  <message>
   <source>Network</source>
   <translation>网络</translation>
  </message>
  <message>
   <source>New device found: {name}</source>
   <translation>发现新设备:{name}</translation>
  </message>
  <message>
   <source>New price</source>
   <translation>新价格</translation>
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
   <translation>切换语言</translation>
  </message>
  <message>
   <source>Next sale</source>
   <translation>下一笔</translation>
  </message>
  <message>
   <source>Next theme</source>
   <translation>切换主题</translation>
  </message>
  <message>
   <source>No answer</source>
   <translation>无应答</translation>
  </message>
  <message>
   <source>No computer has this address. Check the address, then try again.</source>
   <translation>找不到此地址。请检查地址后重试。</translation>
  </message>
  <message>
   <source>No device is set up yet.</source>
   <translation>尚未设置任何设备。</translation>
  </message>
  <message>
   <source>No device is set up yet. Plug one in, or search the network for printers. A scanner that types like a keyboard works by itself.</source>
   <translation>尚未设置任何设备。请接上设备,或在网络中查找打印机。像键盘一样输入的扫描器无需设置。</translation>
  </message>
  <message>
   <source>No item has the code {scan_code}</source>
   <translation>没有条码为 {scan_code} 的商品</translation>
  </message>
  <message>
   <source>No item has the number {plu}</source>
   <translation>没有编号为 {plu} 的商品</translation>
  </message>
  <message>
   <source>No larger note is needed.</source>
   <translation>不需要更大面额。</translation>
  </message>
  <message>
   <source>No longer in force</source>
   <translation>已失效</translation>
  </message>
  <message>
   <source>No longer valid</source>
   <translation>已过期</translation>
  </message>
  <message>
   <source>No member has this code</source>
   <translation>没有该会员</translation>
  </message>
  <message>
   <source>No paper</source>
   <translation>缺纸</translation>
  </message>
  <message>
   <source>No promotion adds an item now.</source>
   <translation>目前没有可添加赠品的促销。</translation>
  </message>
  <message>
   <source>No promotion takes it</source>
   <translation>没有促销接受它</translation>
  </message>
  <message>
   <source>No promotion takes this coupon</source>
   <translation>没有活动接受该优惠券</translation>
  </message>
  <message>
   <source>No receipt has this number</source>
   <translation>没有此号码的小票</translation>
  </message>
  <message>
   <source>No sale</source>
   <translation>开钱箱</translation>
  </message>
  <message>
   <source>No sale is finished yet.</source>
   <translation>尚无已完成的销售。</translation>
  </message>
  <message>
   <source>No sale is open</source>
   <translation>没有进行中的销售</translation>
  </message>
  <message>
   <source>No sale is open or suspended.</source>
   <translation>没有未完成或挂单的交易。</translation>
  </message>
  <message>
   <source>No sale is open.</source>
   <translation>没有进行中的销售。</translation>
  </message>
  <message>
   <source>No sale is suspended.</source>
   <translation>没有挂单。</translation>
  </message>
  <message>
   <source>No settlement has this number</source>
   <translation>没有此编号的结算</translation>
  </message>
  <message>
   <source>No till was settled yet.</source>
   <translation>尚无结算。</translation>
  </message>
  <message>
   <source>Nobody can count</source>
   <translation>无法清点</translation>
  </message>
  <message>
   <source>Nobody here has this badge</source>
   <translation>这里没有人使用此工牌</translation>
  </message>
  <message>
   <source>Nobody is identified</source>
   <translation>尚未识别会员</translation>
  </message>
  <message>
   <source>Nobody is signed on</source>
   <translation>无人登录</translation>
  </message>
  <message>
   <source>Nobody to count</source>
   <translation>无人清点</translation>
  </message>
  <message>
   <source>Not active</source>
   <translation>未启用</translation>
  </message>
  <message>
   <source>Not at this time of day</source>
   <translation>不在此时段</translation>
  </message>
  <message>
   <source>Not better than the price</source>
   <translation>不比现价优惠</translation>
  </message>
  <message>
   <source>Not counted</source>
   <translation>未清点</translation>
  </message>
  <message>
   <source>Not enough pieces</source>
   <translation>件数不足</translation>
  </message>
  <message>
   <source>Not enough pieces for another set</source>
   <translation>件数不足再凑一组</translation>
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
   <translation>不能与其他优惠券同用</translation>
  </message>
  <message>
   <source>Not together with what was applied</source>
   <translation>不能与已采用的同用</translation>
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
   <translation>目前无法发送</translation>
  </message>
  <message>
   <source>Nothing found. Try another word.</source>
   <translation>没有找到。请换一个词。</translation>
  </message>
  <message>
   <source>Nothing in the basket it counts for yet</source>
   <translation>购物篮中尚无适用商品</translation>
  </message>
  <message>
   <source>Nothing is to pay</source>
   <translation>无需付款</translation>
  </message>
  <message>
   <source>Nothing moved without a sale yet.</source>
   <translation>尚无非销售收支。</translation>
  </message>
  <message>
   <source>Nothing of it is real. Do this at the till itself.</source>
   <translation>其中一切都不是真实的。请在收银台本身操作。</translation>
  </message>
  <message>
   <source>Nothing of this line is left to return.</source>
   <translation>此行已无可退数量。</translation>
  </message>
  <message>
   <source>Nothing was changed.</source>
   <translation>没有任何更改。</translation>
  </message>
  <message>
   <source>Nothing was changed. If it stays so, ask a supervisor.</source>
   <translation>未作任何更改。如仍如此，请找主管。</translation>
  </message>
  <message>
   <source>Nothing was read</source>
   <translation>没有读到条码</translation>
  </message>
  <message>
   <source>Nothing was recorded under this number</source>
   <translation>此编号下没有记录</translation>
  </message>
  <message>
   <source>Nothing was rung up. Tell whoever keeps the items.</source>
   <translation>未录入任何商品。请通知商品管理员。</translation>
  </message>
  <message>
   <source>Nothing was taken off this line by hand.</source>
   <translation>此行没有手工折扣。</translation>
  </message>
  <message>
   <source>Nothing yet.</source>
   <translation>暂无。</translation>
  </message>
  <message>
   <source>Now {price}. The change is recorded with its reason.</source>
   <translation>现价 {price}。改价及其原因会被记录。</translation>
  </message>
  <message>
   <source>Number of the bag</source>
   <translation>钱袋编号</translation>
  </message>
  <message>
   <source>Number of the certificate</source>
   <translation>证书编号</translation>
  </message>
  <message>
   <source>Number of the store</source>
   <translation>门店编号</translation>
  </message>
  <message>
   <source>Number of this till</source>
   <translation>收银台编号</translation>
  </message>
  <message>
   <source>OK</source>
   <translation>确定</translation>
  </message>
  <message>
   <source>Of card readers no byte is kept.</source>
   <translation>读卡器的字节一概不保存。</translation>
  </message>
  <message>
   <source>Old enough</source>
   <translation>已达年龄</translation>
  </message>
  <message>
   <source>Oldest</source>
   <translation>最早</translation>
  </message>
  <message>
   <source>On a printer</source>
   <translation>接在打印机上</translation>
  </message>
  <message>
   <source>One sale may not have so much of it</source>
   <translation>超出每单限购数量</translation>
  </message>
  <message>
   <source>One sale takes no more points</source>
   <translation>每笔交易不能使用更多积分</translation>
  </message>
  <message>
   <source>Only the small code was read</source>
   <translation>只读到了小条码</translation>
  </message>
  <message>
   <source>Open item</source>
   <translation>无码商品</translation>
  </message>
  <message>
   <source>Open sale</source>
   <translation>未完成交易</translation>
  </message>
  <message>
   <source>Open the drawer</source>
   <translation>打开钱箱</translation>
  </message>
  <message>
   <source>Open the drawer with its key.</source>
   <translation>请用钥匙打开钱箱。</translation>
  </message>
  <message>
   <source>Open the printer cover, remove the paper jam and close it.</source>
   <translation>打开打印机机盖,取出卡纸后关上。</translation>
  </message>
  <message>
   <source>Open the till</source>
   <translation>开台</translation>
  </message>
  <message>
   <source>Open the till first.</source>
   <translation>请先开台。</translation>
  </message>
  <message>
   <source>Open the till; that opens the day too.</source>
   <translation>请开台，营业日会一并开始。</translation>
  </message>
  <message>
   <source>Operator and PIN do not go together. Nothing was changed.</source>
   <translation>操作员与 PIN 不符。未作任何更改。</translation>
  </message>
  <message>
   <source>Or in your own words</source>
   <translation>或自行填写</translation>
  </message>
  <message>
   <source>Other address</source>
   <translation>其他地址</translation>
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
   <translation>从钱箱投入旁边的保险箱</translation>
  </message>
  <message>
   <source>Out of the drawer, somebody takes it along</source>
   <translation>从钱箱取出，由专人带走</translation>
  </message>
  <message>
   <source>Overview</source>
   <translation>总览</translation>
  </message>
  <message>
   <source>PDF file</source>
   <translation>PDF 文件</translation>
  </message>
  <message>
   <source>PIN</source>
   <translation>密码</translation>
  </message>
  <message>
   <source>PIN of six digits</source>
   <translation>六位数字密码</translation>
  </message>
  <message>
   <source>Paid</source>
   <translation>已付</translation>
  </message>
  <message>
   <source>Paid from the drawer, with a voucher</source>
   <translation>凭单从钱箱支付</translation>
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
   <translation>纸将用尽</translation>
  </message>
  <message>
   <source>Papers printed</source>
   <translation>已打印张数</translation>
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
   <translation>已开始付款</translation>
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
   <translation>图片</translation>
  </message>
  <message>
   <source>Please confirm</source>
   <translation>请确认</translation>
  </message>
  <message>
   <source>Plug the card reader in.</source>
   <translation>请插好读卡器。</translation>
  </message>
  <message>
   <source>Plug the cash drawer's line in; until then open it with its key.</source>
   <translation>请插好钱箱的线缆；在此之前请用钥匙打开钱箱。</translation>
  </message>
  <message>
   <source>Plug the customer display in.</source>
   <translation>请插好顾客显示屏。</translation>
  </message>
  <message>
   <source>Plug the scale in and switch it on.</source>
   <translation>请插好电子秤并开机。</translation>
  </message>
  <message>
   <source>Plug the scanner in.</source>
   <translation>请插好扫描器。</translation>
  </message>
  <message>
   <source>Points</source>
   <translation>积分</translation>
  </message>
  <message>
   <source>Points cannot pay this</source>
   <translation>不能用积分支付</translation>
  </message>
  <message>
   <source>Points go back only for what points paid</source>
   <translation>只有用积分支付的部分才能退回积分</translation>
  </message>
  <message>
   <source>Points pay nothing here</source>
   <translation>本店积分不能抵现</translation>
  </message>
  <message>
   <source>Postage</source>
   <translation>邮费</translation>
  </message>
  <message>
   <source>Power failure</source>
   <translation>停电</translation>
  </message>
  <message>
   <source>Press the printer's feed button or switch it off and on.</source>
   <translation>请按打印机走纸键,或关闭再打开电源。</translation>
  </message>
  <message>
   <source>Price</source>
   <translation>改价</translation>
  </message>
  <message>
   <source>Price changed by hand</source>
   <translation>手工改价</translation>
  </message>
  <message>
   <source>Price check</source>
   <translation>查价</translation>
  </message>
  <message>
   <source>Price list {name}</source>
   <translation>价目表 {name}</translation>
  </message>
  <message>
   <source>Price of the catalogue</source>
   <translation>目录价</translation>
  </message>
  <message>
   <source>Price of the next item</source>
   <translation>下一件商品的价格</translation>
  </message>
  <message>
   <source>Price of the receipt</source>
   <translation>小票价</translation>
  </message>
  <message>
   <source>Price on the label</source>
   <translation>标签价</translation>
  </message>
  <message>
   <source>Price on the shelf</source>
   <translation>货架价</translation>
  </message>
  <message>
   <source>Prices</source>
   <translation>价格</translation>
  </message>
  <message>
   <source>Prices of version {version}</source>
   <translation>价格版本 {version}</translation>
  </message>
  <message>
   <source>Print copy</source>
   <translation>打印副本</translation>
  </message>
  <message>
   <source>Print queue</source>
   <translation>打印队列</translation>
  </message>
  <message>
   <source>Printer</source>
   <translation>打印机</translation>
  </message>
  <message>
   <source>Protocol</source>
   <translation>协议</translation>
  </message>
  <message>
   <source>Pull a cable</source>
   <translation>拔掉线缆</translation>
  </message>
  <message>
   <source>Put ?bits=7&amp;parity=E into its address, or set the scanner to 8N1.</source>
   <translation>请在地址中加入 ?bits=7&amp;parity=E,或将扫描器设为 8N1。</translation>
  </message>
  <message>
   <source>Put in a new paper roll.</source>
   <translation>请装入新的纸卷。</translation>
  </message>
  <message>
   <source>Put it on the scale.</source>
   <translation>请放到秤上。</translation>
  </message>
  <message>
   <source>Put the goods on the scale.</source>
   <translation>请把商品放到秤上。</translation>
  </message>
  <message>
   <source>QR pay</source>
   <translation>扫码付</translation>
  </message>
  <message>
   <source>Quantity</source>
   <translation>数量</translation>
  </message>
  <message>
   <source>Quantity of the next item</source>
   <translation>下一件商品的数量</translation>
  </message>
  <message>
   <source>Quantity that comes back</source>
   <translation>退回数量</translation>
  </message>
  <message>
   <source>Quantity {n}</source>
   <translation>数量 {n}</translation>
  </message>
  <message>
   <source>Reading devices</source>
   <translation>正在读取设备</translation>
  </message>
  <message>
   <source>Reading logs</source>
   <translation>正在读取日志</translation>
  </message>
  <message>
   <source>Reading settings</source>
   <translation>正在读取设置</translation>
  </message>
  <message>
   <source>Reading versions</source>
   <translation>正在读取版本</translation>
  </message>
  <message>
   <source>Ready</source>
   <translation>就绪</translation>
  </message>
  <message>
   <source>Reason</source>
   <translation>原因</translation>
  </message>
  <message>
   <source>Receipt</source>
   <translation>小票</translation>
  </message>
  <message>
   <source>Receipt number</source>
   <translation>小票号</translation>
  </message>
  <message>
   <source>Receipt printer</source>
   <translation>小票打印机</translation>
  </message>
  <message>
   <source>Receipt {number}</source>
   <translation>小票 {number}</translation>
  </message>
  <message>
   <source>Receipts</source>
   <translation>小票</translation>
  </message>
  <message>
   <source>Receipts by mail are not set up on this till.</source>
   <translation>此收银台未设置邮件小票。</translation>
  </message>
  <message>
   <source>Received</source>
   <translation>已接收</translation>
  </message>
  <message>
   <source>Reconnected</source>
   <translation>重新连接</translation>
  </message>
  <message>
   <source>Record it all the same</source>
   <translation>仍然记录</translation>
  </message>
  <message>
   <source>Record the opposite instead, with the reason.</source>
   <translation>请改记一笔反向记录并注明原因。</translation>
  </message>
  <message>
   <source>Reduce the quantity.</source>
   <translation>请减少数量。</translation>
  </message>
  <message>
   <source>Reduced on the label</source>
   <translation>标签降价</translation>
  </message>
  <message>
   <source>Reference data differed from the center's</source>
   <translation>基础数据与总部不一致</translation>
  </message>
  <message>
   <source>Reference data was refused</source>
   <translation>基础数据被拒绝</translation>
  </message>
  <message>
   <source>Reference data without the center's valid signature was refused; the till sells on with what it has. Ask whoever runs the center.</source>
   <translation>没有总部有效签名的基础数据已被拒绝；收银台用现有数据继续销售。请联系总部服务器的管理员。</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>移除</translation>
  </message>
  <message>
   <source>Remove one first.</source>
   <translation>请先移除一张。</translation>
  </message>
  <message>
   <source>Remove the tender and choose another one.</source>
   <translation>请移除该付款并选择其他方式。</translation>
  </message>
  <message>
   <source>Remove the tender, then the coupon, and take the tender again.</source>
   <translation>请先移除付款，再移除优惠券，然后重新收款。</translation>
  </message>
  <message>
   <source>Remove this payment</source>
   <translation>移除此付款</translation>
  </message>
  <message>
   <source>Remove what was paid first.</source>
   <translation>请先移除已付款项。</translation>
  </message>
  <message>
   <source>Remove what was paid, then change the sale.</source>
   <translation>请先移除已付部分，再修改销售。</translation>
  </message>
  <message>
   <source>Remove {name}?</source>
   <translation>移除{name}?</translation>
  </message>
  <message>
   <source>Reprint the receipt.</source>
   <translation>请重印小票。</translation>
  </message>
  <message>
   <source>Reseller</source>
   <translation>经销商</translation>
  </message>
  <message>
   <source>Retrieve and complete or cancel them first.</source>
   <translation>请先取回并完成或取消。</translation>
  </message>
  <message>
   <source>Return</source>
   <translation>退货</translation>
  </message>
  <message>
   <source>Return at most what is left of the line.</source>
   <translation>最多退回此行剩余数量。</translation>
  </message>
  <message>
   <source>Return without a receipt</source>
   <translation>无小票退货</translation>
  </message>
  <message>
   <source>Return: {reason}</source>
   <translation>退货：{reason}</translation>
  </message>
  <message>
   <source>Right</source>
   <translation>准确</translation>
  </message>
  <message>
   <source>Ring up at a keyed price</source>
   <translation>按手输价格录入</translation>
  </message>
  <message>
   <source>Ring up on a department</source>
   <translation>按部门录入</translation>
  </message>
  <message>
   <source>Rounding</source>
   <translation>舍入</translation>
  </message>
  <message>
   <source>Rung up wrongly</source>
   <translation>录入错误</translation>
  </message>
  <message>
   <source>Safe drop</source>
   <translation>投币入柜</translation>
  </message>
  <message>
   <source>Sale complete</source>
   <translation>销售完成</translation>
  </message>
  <message>
   <source>Sales are still suspended</source>
   <translation>仍有挂单</translation>
  </message>
  <message>
   <source>Sales go on. Everything is kept and sent later.</source>
   <translation>销售照常进行。所有记录均已保存，稍后上传。</translation>
  </message>
  <message>
   <source>Sales go on. Set date and time of this computer.</source>
   <translation>销售照常进行。请设置本机的日期和时间。</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>保存</translation>
  </message>
  <message>
   <source>Save a copy</source>
   <translation>保存副本</translation>
  </message>
  <message>
   <source>Save receipt {number}</source>
   <translation>保存小票 {number}</translation>
  </message>
  <message>
   <source>Save the new device first, or do not add it.</source>
   <translation>请先保存新设备,或选择不添加。</translation>
  </message>
  <message>
   <source>Saved. Close the till and start it again, and it holds.</source>
   <translation>已保存。关闭收银机并重新启动后生效。</translation>
  </message>
  <message>
   <source>Saving</source>
   <translation>正在保存</translation>
  </message>
  <message>
   <source>Savings</source>
   <translation>优惠</translation>
  </message>
  <message>
   <source>Scale</source>
   <translation>电子秤</translation>
  </message>
  <message>
   <source>Scan a label</source>
   <translation>扫描条码</translation>
  </message>
  <message>
   <source>Scan again, or key the number under the bars.</source>
   <translation>请重新扫描，或输入条码下方的数字。</translation>
  </message>
  <message>
   <source>Scan again, or search by name.</source>
   <translation>请重新扫描，或按名称搜索。</translation>
  </message>
  <message>
   <source>Scan again.</source>
   <translation>请重新扫描。</translation>
  </message>
  <message>
   <source>Scan again. If it stays so, check the scanner's keyboard layout.</source>
   <translation>请重新扫描。如仍如此，请检查扫描枪的键盘布局。</translation>
  </message>
  <message>
   <source>Scan again. If it stays, compare prefix and suffix with the scanner's.</source>
   <translation>请重新扫描。如仍如此,请核对扫描器的前缀和后缀。</translation>
  </message>
  <message>
   <source>Scan again. If it stays, set the scanner to send UPC as 13 digits.</source>
   <translation>请重新扫描。如仍如此,请将扫描器设为以 13 位发送 UPC。</translation>
  </message>
  <message>
   <source>Scan an item</source>
   <translation>请扫描商品</translation>
  </message>
  <message>
   <source>Scan an item to begin one.</source>
   <translation>扫描商品即可开始。</translation>
  </message>
  <message>
   <source>Scan an item, or cancel the sale.</source>
   <translation>请扫描商品，或取消销售。</translation>
  </message>
  <message>
   <source>Scan an item, or touch a tile</source>
   <translation>请扫描商品，或点选商品</translation>
  </message>
  <message>
   <source>Scan it in the sale, not here.</source>
   <translation>请在销售界面扫描，而不是在此处。</translation>
  </message>
  <message>
   <source>Scan or key it</source>
   <translation>扫描或输入</translation>
  </message>
  <message>
   <source>Scan or key it, piece by piece.</source>
   <translation>请逐件扫描或输入。</translation>
  </message>
  <message>
   <source>Scan or key it. Leave it empty when there is none.</source>
   <translation>扫描或输入，没有则留空。</translation>
  </message>
  <message>
   <source>Scan or key the card</source>
   <translation>扫描或输入卡号</translation>
  </message>
  <message>
   <source>Scan or search</source>
   <translation>扫码或搜索</translation>
  </message>
  <message>
   <source>Scan or search items, receipts, members</source>
   <translation>扫码，或搜索商品、小票、会员</translation>
  </message>
  <message>
   <source>Scan the card, or key its code.</source>
   <translation>扫描会员卡，或输入卡号。</translation>
  </message>
  <message>
   <source>Scan the coupon, or key its code.</source>
   <translation>扫描优惠券，或输入号码。</translation>
  </message>
  <message>
   <source>Scan the item that comes back, or type its code.</source>
   <translation>请扫描退回的商品，或输入条码。</translation>
  </message>
  <message>
   <source>Scan the item that comes with it.</source>
   <translation>请扫描随附的赠品。</translation>
  </message>
  <message>
   <source>Scan the item, or type its code.</source>
   <translation>请扫描商品，或输入条码。</translation>
  </message>
  <message>
   <source>Scan the label again, or key the price.</source>
   <translation>请重新扫描标签，或输入价格。</translation>
  </message>
  <message>
   <source>Scan the label again.</source>
   <translation>请重新扫描条码。</translation>
  </message>
  <message>
   <source>Scan the large bar code beside it.</source>
   <translation>请扫描旁边的大条码。</translation>
  </message>
  <message>
   <source>Scan the member's card first; remove other tenders before.</source>
   <translation>请先移除其他付款，再扫描会员卡。</translation>
  </message>
  <message>
   <source>Scan the other code on the pack, or search by name.</source>
   <translation>请扫描包装上的另一个条码，或按名称查找。</translation>
  </message>
  <message>
   <source>Scanner</source>
   <translation>扫描器</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>搜索</translation>
  </message>
  <message>
   <source>Search again</source>
   <translation>重新查找</translation>
  </message>
  <message>
   <source>Search network</source>
   <translation>查找网络</translation>
  </message>
  <message>
   <source>Search, or press F6 to sell it as an open item.</source>
   <translation>请搜索，或按 F6 作为无码商品销售。</translation>
  </message>
  <message>
   <source>Searching</source>
   <translation>正在查找</translation>
  </message>
  <message>
   <source>See on the receipt whether it came back or was voided already.</source>
   <translation>请查看小票，确认是否已退货或已作废。</translation>
  </message>
  <message>
   <source>See whether printing works on this computer; start it again if not.</source>
   <translation>请检查本机的打印服务是否运行;若未运行,请重新启动。</translation>
  </message>
  <message>
   <source>See whether the drawer is locked or its cable is out; open it with its key.</source>
   <translation>检查钱箱是否上锁或线缆脱落;请用钥匙打开。</translation>
  </message>
  <message>
   <source>See whether the printer's queue is set up on this computer.</source>
   <translation>请检查本机上是否已设置该打印机的队列。</translation>
  </message>
  <message>
   <source>Sell below cost</source>
   <translation>低于成本销售</translation>
  </message>
  <message>
   <source>Sell goods</source>
   <translation>销售商品</translation>
  </message>
  <message>
   <source>Sell without tax</source>
   <translation>免税销售</translation>
  </message>
  <message>
   <source>Sell without the card, or scan it again.</source>
   <translation>请不使用会员卡销售，或重新扫描。</translation>
  </message>
  <message>
   <source>Selling stopped: the ledger cannot be written</source>
   <translation>已停止销售：账本无法写入</translation>
  </message>
  <message>
   <source>Send the support bundle, then try again.</source>
   <translation>请发送支持包,然后重试。</translation>
  </message>
  <message numerus="yes">
   <source>Sending %n</source>
   <translation>
    <numerusform>正在上传 %n 笔</numerusform>
   </translation>
  </message>
  <message>
   <source>Sending stood still and was begun again</source>
   <translation>发送曾停滞，已重新开始</translation>
  </message>
  <message>
   <source>Sent</source>
   <translation>已发送</translation>
  </message>
  <message>
   <source>Serial</source>
   <translation>串口</translation>
  </message>
  <message>
   <source>Serial number</source>
   <translation>序列号</translation>
  </message>
  <message>
   <source>Set aside</source>
   <translation>放到一边</translation>
  </message>
  <message>
   <source>Set it aside.</source>
   <translation>请将其放到一边。</translation>
  </message>
  <message>
   <source>Set it aside. The refusal is recorded.</source>
   <translation>请将其放到一边。拒售已记录。</translation>
  </message>
  <message>
   <source>Set the scale to send when it is asked (command mode).</source>
   <translation>请将电子秤设为应答方式(命令模式)。</translation>
  </message>
  <message>
   <source>Set the scanner to send CR (Enter) after each label.</source>
   <translation>请将扫描器设为每次扫描后发送 CR(回车)。</translation>
  </message>
  <message>
   <source>Set the scanner to transmit the AIM identifier before each label.</source>
   <translation>请将扫描器设为在条码前发送 AIM 标识。</translation>
  </message>
  <message>
   <source>Set them aside and fetch fresh ones.</source>
   <translation>请放到一边，换取新货。</translation>
  </message>
  <message>
   <source>Set them aside.</source>
   <translation>请放到一边。</translation>
  </message>
  <message>
   <source>Set up devices</source>
   <translation>设置设备</translation>
  </message>
  <message>
   <source>Set up this till</source>
   <translation>设置收银台</translation>
  </message>
  <message>
   <source>Settle the till</source>
   <translation>结算</translation>
  </message>
  <message>
   <source>Settle the till first.</source>
   <translation>请先结算收银台。</translation>
  </message>
  <message>
   <source>Settle the till, then close the day.</source>
   <translation>请先结算收银台，再结束营业日。</translation>
  </message>
  <message>
   <source>Settle without counting</source>
   <translation>不清点即结算</translation>
  </message>
  <message>
   <source>Short date</source>
   <translation>临近保质期</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>查看</translation>
  </message>
  <message>
   <source>Sign off</source>
   <translation>退出登录</translation>
  </message>
  <message>
   <source>Sign off first.</source>
   <translation>请先退出登录。</translation>
  </message>
  <message>
   <source>Sign on</source>
   <translation>登录</translation>
  </message>
  <message>
   <source>Sign on first.</source>
   <translation>请先登录。</translation>
  </message>
  <message>
   <source>Simulated devices</source>
   <translation>模拟设备</translation>
  </message>
  <message>
   <source>Small purchase</source>
   <translation>小额采购</translation>
  </message>
  <message>
   <source>So few points are not taken</source>
   <translation>积分低于最低使用数</translation>
  </message>
  <message>
   <source>Sold from {minimum_age} years of age</source>
   <translation>满 {minimum_age} 岁方可购买</translation>
  </message>
  <message>
   <source>Somebody else must approve this</source>
   <translation>此操作须由他人授权</translation>
  </message>
  <message>
   <source>Somebody is signed on</source>
   <translation>已有人登录</translation>
  </message>
  <message>
   <source>Somebody other than the center answers, such as the sign-in page of a network; everything is kept. Sign in there or check the address.</source>
   <translation>应答的不是总部，例如某个网络的登录页面；所有记录均已保留。请在该页面登录或检查地址。</translation>
  </message>
  <message>
   <source>Something better was applied</source>
   <translation>已采用更优惠的</translation>
  </message>
  <message>
   <source>Something else than a center answers there. Check the address.</source>
   <translation>该地址应答的不是总部服务器。请检查地址。</translation>
  </message>
  <message>
   <source>Stable</source>
   <translation>稳定</translation>
  </message>
  <message>
   <source>Stand-alone</source>
   <translation>单机</translation>
  </message>
  <message>
   <source>State</source>
   <translation>状态</translation>
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
   <translation>已拦下</translation>
  </message>
  <message>
   <source>Store</source>
   <translation>门店</translation>
  </message>
  <message>
   <source>Subtotal</source>
   <translation>小计</translation>
  </message>
  <message>
   <source>Supervisor</source>
   <translation>主管</translation>
  </message>
  <message>
   <source>Suspend</source>
   <translation>挂单</translation>
  </message>
  <message>
   <source>Suspended sale</source>
   <translation>挂单交易</translation>
  </message>
  <message>
   <source>Suspended sales</source>
   <translation>挂单列表</translation>
  </message>
  <message>
   <source>Suspended {time}</source>
   <translation>{time} 挂单</translation>
  </message>
  <message>
   <source>Switch the customer display off and on.</source>
   <translation>请关闭再打开顾客显示屏。</translation>
  </message>
  <message>
   <source>Switch the printer off and on; if that does not help, call service.</source>
   <translation>请关闭再打开打印机;如仍无效,请联系维修。</translation>
  </message>
  <message>
   <source>Switch the scale off and on; until then key the weight.</source>
   <translation>请关闭再打开电子秤;在此之前手动输入重量。</translation>
  </message>
  <message>
   <source>Switch the scale on and check its cable.</source>
   <translation>请打开电子秤并检查线缆。</translation>
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
   <translation>同步与设备</translation>
  </message>
  <message>
   <source>TRAINING</source>
   <translation>培训</translation>
  </message>
  <message>
   <source>Take a discount back</source>
   <translation>撤销折扣</translation>
  </message>
  <message>
   <source>Take another tender.</source>
   <translation>请使用其他付款方式。</translation>
  </message>
  <message>
   <source>Take cash</source>
   <translation>收现金</translation>
  </message>
  <message>
   <source>Take cash out first, or ask for another tender.</source>
   <translation>请先取出现金，或改用其他付款方式。</translation>
  </message>
  <message>
   <source>Take fewer, and another tender for the rest.</source>
   <translation>请少用一些，其余用其他方式支付。</translation>
  </message>
  <message>
   <source>Take goods back without a receipt</source>
   <translation>无小票退货</translation>
  </message>
  <message>
   <source>Take more, or another tender.</source>
   <translation>请多用一些，或改用其他付款方式。</translation>
  </message>
  <message>
   <source>Take out</source>
   <translation>取出</translation>
  </message>
  <message>
   <source>Take some of it out when there is time.</source>
   <translation>有空时请取出一部分。</translation>
  </message>
  <message>
   <source>Take something off: it is too heavy for the scale.</source>
   <translation>超出秤的量程，请拿下一部分。</translation>
  </message>
  <message>
   <source>Take the rest first.</source>
   <translation>请先收取余额。</translation>
  </message>
  <message>
   <source>Take them from the customer and set them aside.</source>
   <translation>请向顾客收回并放到一边。</translation>
  </message>
  <message>
   <source>Tare</source>
   <translation>皮重</translation>
  </message>
  <message>
   <source>Tax</source>
   <translation>税额</translation>
  </message>
  <message>
   <source>Tax incl.</source>
   <translation>含税</translation>
  </message>
  <message>
   <source>Tax is added</source>
   <translation>另加税</translation>
  </message>
  <message>
   <source>Tax is included</source>
   <translation>已含税</translation>
  </message>
  <message>
   <source>Tax on top</source>
   <translation>另加税</translation>
  </message>
  <message>
   <source>Taxes</source>
   <translation>税</translation>
  </message>
  <message>
   <source>Technician</source>
   <translation>技术员</translation>
  </message>
  <message>
   <source>Tenant</source>
   <translation>商户</translation>
  </message>
  <message>
   <source>Tender moved after the count.</source>
   <translation>清点之后又有收付。</translation>
  </message>
  <message>
   <source>Test</source>
   <translation>测试</translation>
  </message>
  <message>
   <source>Test again</source>
   <translation>再测试</translation>
  </message>
  <message>
   <source>Test and add</source>
   <translation>测试并添加</translation>
  </message>
  <message>
   <source>Test and add what was found.</source>
   <translation>测试并添加找到的设备。</translation>
  </message>
  <message>
   <source>Test {name}</source>
   <translation>测试 {name}</translation>
  </message>
  <message>
   <source>Testing</source>
   <translation>正在测试</translation>
  </message>
  <message>
   <source>Thank you!</source>
   <translation>谢谢惠顾！</translation>
  </message>
  <message>
   <source>The PIN again</source>
   <translation>再次输入密码</translation>
  </message>
  <message>
   <source>The PIN is wrong</source>
   <translation>密码错误</translation>
  </message>
  <message>
   <source>The agent has just started and has not heard from the center yet.</source>
   <translation>同步程序刚刚启动，尚未收到总部的应答。</translation>
  </message>
  <message>
   <source>The agent is not running, so nothing is sent now; everything is kept. The till starts it, or run 'agent'.</source>
   <translation>同步程序未运行，目前不发送；所有记录均已保留。收银台会启动它，也可运行 'agent'。</translation>
  </message>
  <message>
   <source>The approval was refused</source>
   <translation>批准未通过</translation>
  </message>
  <message>
   <source>The basket is empty.</source>
   <translation>清单为空。</translation>
  </message>
  <message>
   <source>The business day is closed</source>
   <translation>营业日已结束</translation>
  </message>
  <message>
   <source>The business day is closed.</source>
   <translation>营业日未开始。</translation>
  </message>
  <message>
   <source>The business day is open</source>
   <translation>营业日已开始</translation>
  </message>
  <message>
   <source>The card could not be read</source>
   <translation>无法读取此卡</translation>
  </message>
  <message>
   <source>The center answers; everything is sent or on its way.</source>
   <translation>总部应答正常；所有记录已发送或正在发送。</translation>
  </message>
  <message>
   <source>The center asks for a newer Evertill. Install it, then try again.</source>
   <translation>总部要求更新版本的 Evertill。请安装后重试。</translation>
  </message>
  <message>
   <source>The center asks for a newer Evertill; everything is kept. Install it, the queue need not be empty.</source>
   <translation>总部要求更新的 Evertill；所有记录均已保留。请安装，无需先清空待发送记录。</translation>
  </message>
  <message>
   <source>The center did not accept the enrolment code. A code works once: ask whoever runs the center for a new one.</source>
   <translation>总部未接受此注册码。注册码只能使用一次，请向总部管理员索取新码。</translation>
  </message>
  <message>
   <source>The center did not answer in time</source>
   <translation>中心未及时应答</translation>
  </message>
  <message>
   <source>The center does not answer. Check its address and the network, then try again.</source>
   <translation>总部服务器没有应答。请检查地址和网络后重试。</translation>
  </message>
  <message>
   <source>The center does not answer; everything is kept and sent when it does.</source>
   <translation>总部没有应答；所有记录均已保留，恢复后发送。</translation>
  </message>
  <message>
   <source>The center does not take even one event at a time; everything is kept. Ask whoever runs the center.</source>
   <translation>总部连单条记录也不接收；所有记录均已保留。请联系总部服务器的管理员。</translation>
  </message>
  <message>
   <source>The center has a fault of its own; everything is kept and tried again.</source>
   <translation>总部自身出现故障；所有记录均已保留并将重试。</translation>
  </message>
  <message>
   <source>The center is behind; everything is kept and is being sent again.</source>
   <translation>总部落后；所有记录均已保留，正在重新发送。</translation>
  </message>
  <message>
   <source>The center is busy and asked to wait; everything is kept.</source>
   <translation>总部繁忙，要求等待；所有记录均已保留。</translation>
  </message>
  <message>
   <source>The center is busy. Try again in a minute.</source>
   <translation>总部服务器繁忙。请一分钟后重试。</translation>
  </message>
  <message>
   <source>The center is too slow or the network stalls; everything is kept and tried again in smaller parts.</source>
   <translation>总部过慢或网络停滞；所有记录均已保留，将分成小批重试。</translation>
  </message>
  <message>
   <source>The center no longer accepts this till's key; everything is kept. Enrol the till again or ask whoever runs the center.</source>
   <translation>总部不再接受本收银台的密钥；所有记录均已保留。请重新登记收银台，或联系总部服务器的管理员。</translation>
  </message>
  <message>
   <source>The center refused this till. Ask whoever runs the center.</source>
   <translation>总部拒绝了此收银台。请联系总部管理员。</translation>
  </message>
  <message>
   <source>The center refuses the chain of this ledger; everything is kept. Run 'ledger verify'.</source>
   <translation>总部拒绝本账本的链；所有记录均已保留。请运行 'ledger verify'。</translation>
  </message>
  <message>
   <source>The center refuses this till's requests; everything is kept. Ask whoever runs the center.</source>
   <translation>总部拒绝本收银台的请求；所有记录均已保留。请联系总部服务器的管理员。</translation>
  </message>
  <message>
   <source>The center's address cannot be found (name service); everything is kept. Check the network and the address in till.toml.</source>
   <translation>找不到总部的地址（域名服务）；所有记录均已保留。请检查网络和 till.toml 中的地址。</translation>
  </message>
  <message>
   <source>The center's certificate is not to be trusted; nothing is sent, everything is kept. Ask whoever runs the center.</source>
   <translation>总部的证书不可信；不会发送，所有记录均已保留。请联系总部服务器的管理员。</translation>
  </message>
  <message>
   <source>The certificate of the center cannot be trusted. Ask whoever runs the center.</source>
   <translation>总部服务器的证书不可信。请联系总部管理员。</translation>
  </message>
  <message>
   <source>The clock of this computer is wrong. Set date and time, then try again.</source>
   <translation>本机时钟不正确。请设置日期和时间后重试。</translation>
  </message>
  <message>
   <source>The code contradicts itself</source>
   <translation>条码内容自相矛盾</translation>
  </message>
  <message>
   <source>The code was read wrongly</source>
   <translation>条码读取有误</translation>
  </message>
  <message>
   <source>The copy is being saved</source>
   <translation>正在保存副本</translation>
  </message>
  <message>
   <source>The copy is marked and counted</source>
   <translation>副本会标注并计数</translation>
  </message>
  <message>
   <source>The copy is saved</source>
   <translation>副本已保存</translation>
  </message>
  <message>
   <source>The copy was counted, and not saved</source>
   <translation>副本已计数,但未能保存</translation>
  </message>
  <message>
   <source>The customer is too young for this item</source>
   <translation>顾客未达到购买年龄</translation>
  </message>
  <message>
   <source>The date on these goods is over</source>
   <translation>该商品已过期</translation>
  </message>
  <message>
   <source>The drawer is closed.</source>
   <translation>钱箱已关闭。</translation>
  </message>
  <message>
   <source>The drawer is full</source>
   <translation>钱箱现金已达上限</translation>
  </message>
  <message>
   <source>The drawer opens with the receipt</source>
   <translation>钱箱随小票打开</translation>
  </message>
  <message>
   <source>The item takes no discount</source>
   <translation>此商品不打折</translation>
  </message>
  <message>
   <source>The keyring of the system</source>
   <translation>系统密钥环</translation>
  </message>
  <message>
   <source>The label's price is in another currency</source>
   <translation>标签价格为其他货币</translation>
  </message>
  <message>
   <source>The last paper</source>
   <translation>最近一张小票</translation>
  </message>
  <message>
   <source>The lot is needed</source>
   <translation>需要批号</translation>
  </message>
  <message>
   <source>The member has too few points</source>
   <translation>会员积分不足</translation>
  </message>
  <message>
   <source>The network is being searched.</source>
   <translation>正在查找网络。</translation>
  </message>
  <message>
   <source>The price is below what the goods cost</source>
   <translation>价格低于成本</translation>
  </message>
  <message>
   <source>The price is outside the item's bounds</source>
   <translation>价格超出该商品的范围</translation>
  </message>
  <message>
   <source>The price on the label was read wrongly</source>
   <translation>标签上的价格读错了</translation>
  </message>
  <message>
   <source>The prices hold for another tender only</source>
   <translation>价格仅适用于另一种付款方式</translation>
  </message>
  <message>
   <source>The program made a mistake</source>
   <translation>程序出错</translation>
  </message>
  <message>
   <source>The quantity of this line is fixed</source>
   <translation>此行数量不可修改</translation>
  </message>
  <message>
   <source>The report will say so, and why.</source>
   <translation>报表会注明原因。</translation>
  </message>
  <message>
   <source>The request for prices cannot be read</source>
   <translation>无法读取价格请求</translation>
  </message>
  <message>
   <source>The sale is complete. Begin the next one.</source>
   <translation>此笔已完成。请开始下一笔。</translation>
  </message>
  <message>
   <source>The sale is full</source>
   <translation>此笔已达上限</translation>
  </message>
  <message>
   <source>The sale is not paid</source>
   <translation>此笔尚未付清</translation>
  </message>
  <message>
   <source>The sale takes no more coupons</source>
   <translation>本单不能再使用优惠券</translation>
  </message>
  <message>
   <source>The scale cannot show this price; key the weight.</source>
   <translation>秤无法显示此价格，请输入重量。</translation>
  </message>
  <message>
   <source>The scale does not answer; key the weight.</source>
   <translation>秤没有响应，请输入重量。</translation>
  </message>
  <message>
   <source>The scale is out of order; key the weight.</source>
   <translation>秤出现故障，请输入重量。</translation>
  </message>
  <message>
   <source>The search was cut short; there may be a better combination.</source>
   <translation>搜索提前结束，可能还有更好的组合。</translation>
  </message>
  <message>
   <source>The security chip (TPM)</source>
   <translation>安全芯片(TPM)</translation>
  </message>
  <message>
   <source>The serial number is needed</source>
   <translation>需要序列号</translation>
  </message>
  <message>
   <source>The settlement takes the last count.</source>
   <translation>结算采用最后一次清点。</translation>
  </message>
  <message>
   <source>The support bundle is one file with versions, settings, logs, the figures and last bytes of the devices, and the result of checking the ledger. It holds no key, no token and no PIN. The last bytes show what was scanned and printed last.</source>
   <translation>支持包是一个文件,包含版本、设置、日志、设备的统计和最近的字节,以及账本的检查结果。其中没有密钥、令牌和 PIN。最近的字节会显示最近扫描和打印的内容。</translation>
  </message>
  <message>
   <source>The system's keyring</source>
   <translation>系统密钥环</translation>
  </message>
  <message>
   <source>The test failed</source>
   <translation>测试未通过</translation>
  </message>
  <message>
   <source>The test passed</source>
   <translation>测试通过</translation>
  </message>
  <message>
   <source>The till cannot be opened</source>
   <translation>无法打开收银台</translation>
  </message>
  <message>
   <source>The till is being made. This takes a few seconds.</source>
   <translation>正在创建收银台，需要几秒钟。</translation>
  </message>
  <message>
   <source>The till is closed</source>
   <translation>收银台未开台</translation>
  </message>
  <message>
   <source>The till is open</source>
   <translation>收银台已开台</translation>
  </message>
  <message>
   <source>The till should not hold so much</source>
   <translation>钱箱中不应有这么多</translation>
  </message>
  <message>
   <source>The till stops using it at once. Add it again to undo this.</source>
   <translation>收银机将立即停止使用它。重新添加即可恢复。</translation>
  </message>
  <message>
   <source>The till was not counted</source>
   <translation>尚未清点钱箱</translation>
  </message>
  <message>
   <source>The till's own files cannot be read just now; nothing is lost and it is tried again.</source>
   <translation>暂时无法读取本收银台的文件；没有丢失任何记录，将会重试。</translation>
  </message>
  <message>
   <source>The training till ended unexpectedly.</source>
   <translation>培训收银台意外结束。</translation>
  </message>
  <message>
   <source>The way to the center is not clear.</source>
   <translation>与总部的连接状况不明。</translation>
  </message>
  <message>
   <source>Then scan the item. Esc forgets the price.</source>
   <translation>然后扫描商品。按 Esc 放弃此价格。</translation>
  </message>
  <message>
   <source>These goods may not be sold</source>
   <translation>这些商品不可销售</translation>
  </message>
  <message>
   <source>These goods were recalled</source>
   <translation>该商品已被召回</translation>
  </message>
  <message>
   <source>They are kept and sent later. The till may close.</source>
   <translation>记录会保存并稍后发送，可以结算。</translation>
  </message>
  <message>
   <source>They are kept on this computer.</source>
   <translation>保存在本机上。</translation>
  </message>
  <message>
   <source>They come from the center, which also says which till this is.</source>
   <translation>由总部提供，收银台编号也由总部指定。</translation>
  </message>
  <message>
   <source>This PIN is too easy to guess</source>
   <translation>此密码太容易被猜到</translation>
  </message>
  <message>
   <source>This amount is not possible</source>
   <translation>金额无效</translation>
  </message>
  <message>
   <source>This badge is of another shop, or a copy</source>
   <translation>此工牌属于其他商店，或是复制品</translation>
  </message>
  <message>
   <source>This cannot be returned or voided</source>
   <translation>此项不能退货或作废</translation>
  </message>
  <message>
   <source>This cannot be voided</source>
   <translation>此笔无法作废</translation>
  </message>
  <message>
   <source>This card cannot be used here.</source>
   <translation>此卡不能在这里使用。</translation>
  </message>
  <message>
   <source>This card is no badge of this shop</source>
   <translation>此卡不是本店工牌</translation>
  </message>
  <message>
   <source>This computer</source>
   <translation>本机</translation>
  </message>
  <message>
   <source>This computer has no network.</source>
   <translation>本机没有网络。</translation>
  </message>
  <message>
   <source>This computer has no network. Check the cable or Wi-Fi, then try again.</source>
   <translation>本机没有网络。请检查网线或 Wi-Fi 后重试。</translation>
  </message>
  <message>
   <source>This computer has no network; everything is kept. Check cable or Wi-Fi.</source>
   <translation>本机没有网络；所有记录均已保留。请检查网线或 Wi-Fi。</translation>
  </message>
  <message>
   <source>This coupon gives nothing now</source>
   <translation>该优惠券现在无效</translation>
  </message>
  <message>
   <source>This coupon is not in the sale</source>
   <translation>本单中没有该优惠券</translation>
  </message>
  <message>
   <source>This currency has no rate today</source>
   <translation>此货币今天没有汇率</translation>
  </message>
  <message>
   <source>This date is not possible</source>
   <translation>日期无效</translation>
  </message>
  <message>
   <source>This day is far from today</source>
   <translation>此日期与今天相差很大</translation>
  </message>
  <message>
   <source>This did not work</source>
   <translation>操作未成功</translation>
  </message>
  <message>
   <source>This discount is not possible</source>
   <translation>该折扣无效</translation>
  </message>
  <message>
   <source>This is a coupon</source>
   <translation>这是优惠券</translation>
  </message>
  <message>
   <source>This is a member's card</source>
   <translation>这是会员卡</translation>
  </message>
  <message>
   <source>This is a receipt</source>
   <translation>这是小票</translation>
  </message>
  <message>
   <source>This is a training till</source>
   <translation>这是培训收银台</translation>
  </message>
  <message>
   <source>This is a web address and no item</source>
   <translation>这是网址，不是商品</translation>
  </message>
  <message>
   <source>This is another currency</source>
   <translation>货币不符</translation>
  </message>
  <message>
   <source>This is more than you may give</source>
   <translation>超出了您的权限额度</translation>
  </message>
  <message>
   <source>This is no serial number or lot</source>
   <translation>这不是序列号或批号</translation>
  </message>
  <message>
   <source>This is not a code</source>
   <translation>这不是条码</translation>
  </message>
  <message>
   <source>This is not a date of birth</source>
   <translation>这不是出生日期</translation>
  </message>
  <message>
   <source>This is not among the free goods</source>
   <translation>此商品不在赠品之列</translation>
  </message>
  <message>
   <source>This is not possible now</source>
   <translation>现在不能这样做</translation>
  </message>
  <message>
   <source>This item has no fixed price</source>
   <translation>此商品无固定价格</translation>
  </message>
  <message>
   <source>This item is sold by weight</source>
   <translation>该商品按重量销售</translation>
  </message>
  <message>
   <source>This item may not be sold</source>
   <translation>该商品不可销售</translation>
  </message>
  <message>
   <source>This item may not be sold at this hour</source>
   <translation>该商品在此时段不可销售</translation>
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
   <translation>此会员已达次数上限</translation>
  </message>
  <message>
   <source>This number cannot be recorded</source>
   <translation>无法记录此编号</translation>
  </message>
  <message>
   <source>This payment is not there any more</source>
   <translation>此付款已不存在</translation>
  </message>
  <message>
   <source>This person may not do it</source>
   <translation>此人无权授权</translation>
  </message>
  <message>
   <source>This piece is in the sale already</source>
   <translation>该件已在本单中</translation>
  </message>
  <message>
   <source>This price is not possible</source>
   <translation>价格无效</translation>
  </message>
  <message>
   <source>This print job is gone</source>
   <translation>打印任务已不存在</translation>
  </message>
  <message>
   <source>This quantity is not possible</source>
   <translation>数量无效</translation>
  </message>
  <message>
   <source>This reference is not possible</source>
   <translation>参考号无效</translation>
  </message>
  <message>
   <source>This sale belongs to another reference</source>
   <translation>此笔属于其他参考号</translation>
  </message>
  <message>
   <source>This sale is already recorded</source>
   <translation>此笔已记录</translation>
  </message>
  <message>
   <source>This sale is already voided.</source>
   <translation>此笔已作废。</translation>
  </message>
  <message>
   <source>This sale is not suspended any more</source>
   <translation>此单已不在挂单中</translation>
  </message>
  <message>
   <source>This scan was not rung up. Esc leaves the question.</source>
   <translation>此次扫描未录入。按 Esc 退出问题。</translation>
  </message>
  <message>
   <source>This store does not take this tender</source>
   <translation>本店不接受此支付方式</translation>
  </message>
  <message>
   <source>This takes a few seconds.</source>
   <translation>需要几秒钟。</translation>
  </message>
  <message>
   <source>This takes no discount</source>
   <translation>不可打折</translation>
  </message>
  <message>
   <source>This till alone</source>
   <translation>仅此收银台</translation>
  </message>
  <message>
   <source>This till stands alone: it has no center and keeps everything.</source>
   <translation>本收银台为单机：没有总部，保留所有记录。</translation>
  </message>
  <message>
   <source>This till's clock is wrong</source>
   <translation>本收银台的时钟不准</translation>
  </message>
  <message>
   <source>This till's clock is wrong, so the center does not accept its signature; everything is kept. Set date and time.</source>
   <translation>本收银台的时钟不准，总部因此不接受其签名；所有记录均已保留。请设置日期和时间。</translation>
  </message>
  <message>
   <source>This till's clock was set back</source>
   <translation>本收银台的时钟被调慢</translation>
  </message>
  <message>
   <source>This was used up by another sale in the meantime</source>
   <translation>此优惠已被其他交易用完</translation>
  </message>
  <message>
   <source>Till and center hold different events</source>
   <translation>收银台与总部的记录不一致</translation>
  </message>
  <message>
   <source>Till and center hold different events under the same numbers; the till sells on and everything is kept. Ask whoever runs the center.</source>
   <translation>收银台与总部在相同编号下的记录不一致；收银台继续销售，所有记录均已保留。请联系总部服务器的管理员。</translation>
  </message>
  <message>
   <source>Till settled</source>
   <translation>结算完成</translation>
  </message>
  <message>
   <source>Time zone</source>
   <translation>时区</translation>
  </message>
  <message>
   <source>To give back</source>
   <translation>应退</translation>
  </message>
  <message>
   <source>To pay</source>
   <translation>应付</translation>
  </message>
  <message>
   <source>To take goods back, press F8 and scan it.</source>
   <translation>如需退货，请按 F8 再扫描小票。</translation>
  </message>
  <message>
   <source>To void one that was recorded by mistake</source>
   <translation>作废误记的一笔</translation>
  </message>
  <message>
   <source>Too many wrong PINs</source>
   <translation>密码错误次数过多</translation>
  </message>
  <message>
   <source>Too much cash in the drawer</source>
   <translation>钱箱现金过多</translation>
  </message>
  <message>
   <source>Too much in the drawer</source>
   <translation>钱箱现金过多</translation>
  </message>
  <message>
   <source>Total</source>
   <translation>应收</translation>
  </message>
  <message>
   <source>Total {total}, given {given}</source>
   <translation>合计 {total}，实收 {given}</translation>
  </message>
  <message>
   <source>Training</source>
   <translation>培训</translation>
  </message>
  <message>
   <source>Training ended with an error</source>
   <translation>培训因错误而结束</translation>
  </message>
  <message>
   <source>Training is running</source>
   <translation>培训正在进行</translation>
  </message>
  <message>
   <source>Tried, but not applied</source>
   <translation>试过但未采用</translation>
  </message>
  <message>
   <source>Try again, or return without a receipt.</source>
   <translation>请重试，或无小票退货。</translation>
  </message>
  <message>
   <source>Try again.</source>
   <translation>请重试。</translation>
  </message>
  <message>
   <source>Try now</source>
   <translation>立即重试</translation>
  </message>
  <message>
   <source>Two computers speak with this till's key, so the center takes nothing from either; both sell on and everything is kept. Enrol each of them again with a code of its own.</source>
   <translation>两台电脑使用同一收银台密钥，总部因此都不接收；两台均可继续销售，所有记录均已保留。请分别用各自的代码重新登记。</translation>
  </message>
  <message>
   <source>Type a short reason.</source>
   <translation>请输入简短原因。</translation>
  </message>
  <message>
   <source>Type or scan it first.</source>
   <translation>请先输入或扫描。</translation>
  </message>
  <message>
   <source>Type the address first.</source>
   <translation>请先输入地址。</translation>
  </message>
  <message>
   <source>Type the address with https:// before it. Plain http:// is for a center on this computer only.</source>
   <translation>请输入以 https:// 开头的地址。http:// 仅用于本机上的总部服务器。</translation>
  </message>
  <message>
   <source>Type the amount that was given.</source>
   <translation>请输入收到的金额。</translation>
  </message>
  <message>
   <source>Type the enrolment code that the center gave for this till.</source>
   <translation>请输入总部为此收银台提供的注册码。</translation>
  </message>
  <message>
   <source>Type the name of the first operator.</source>
   <translation>请输入首位操作员姓名。</translation>
  </message>
  <message>
   <source>Type the name of the store.</source>
   <translation>请输入门店名称。</translation>
  </message>
  <message>
   <source>Type the numbers of the store and of this till.</source>
   <translation>请输入门店和收银台编号。</translation>
  </message>
  <message>
   <source>Type the same PIN twice.</source>
   <translation>两次密码必须相同。</translation>
  </message>
  <message>
   <source>Type the time as 04:00.</source>
   <translation>时间格式为 04:00。</translation>
  </message>
  <message>
   <source>Unit price</source>
   <translation>单价</translation>
  </message>
  <message>
   <source>Unplug the card reader for a moment.</source>
   <translation>请将读卡器拔下片刻。</translation>
  </message>
  <message>
   <source>Upper and lower case differ: key it again</source>
   <translation>大小写不符：请重新输入</translation>
  </message>
  <message>
   <source>Use another reference.</source>
   <translation>请使用其他参考号。</translation>
  </message>
  <message>
   <source>Use the currency of the store.</source>
   <translation>请使用门店货币。</translation>
  </message>
  <message>
   <source>Use the key on the scale.</source>
   <translation>请使用电子秤上的按键。</translation>
  </message>
  <message>
   <source>Used up</source>
   <translation>已用完</translation>
  </message>
  <message>
   <source>Value</source>
   <translation>金额</translation>
  </message>
  <message>
   <source>Void</source>
   <translation>作废</translation>
  </message>
  <message>
   <source>Void a finished sale</source>
   <translation>作废已完成交易</translation>
  </message>
  <message>
   <source>Void a movement of the till</source>
   <translation>作废一笔现金收支</translation>
  </message>
  <message>
   <source>Void the line and ring it up again.</source>
   <translation>请作废此行并重新录入。</translation>
  </message>
  <message>
   <source>Void the sale</source>
   <translation>整单作废</translation>
  </message>
  <message>
   <source>Void {what}</source>
   <translation>作废{what}</translation>
  </message>
  <message>
   <source>Voided</source>
   <translation>已作废</translation>
  </message>
  <message>
   <source>Voided {time}</source>
   <translation>{time} 作废</translation>
  </message>
  <message>
   <source>Voucher</source>
   <translation>代金券</translation>
  </message>
  <message>
   <source>Wait a moment: the printer goes on by itself.</source>
   <translation>请稍候:打印机会自行继续。</translation>
  </message>
  <message>
   <source>Wait for the test.</source>
   <translation>请等待测试。</translation>
  </message>
  <message>
   <source>Wait until the scale is at rest and try again.</source>
   <translation>请等电子秤稳定后重试。</translation>
  </message>
  <message>
   <source>Wait until the scale is at rest.</source>
   <translation>请等秤稳定。</translation>
  </message>
  <message>
   <source>Wait until the time is up, then try again.</source>
   <translation>请等待时间结束后重试。</translation>
  </message>
  <message>
   <source>Wait {time}</source>
   <translation>请等待 {time}</translation>
  </message>
  <message>
   <source>Waiting</source>
   <translation>待上传</translation>
  </message>
  <message>
   <source>Waiting for the scale</source>
   <translation>正在等待秤</translation>
  </message>
  <message>
   <source>Web page</source>
   <translation>网页</translation>
  </message>
  <message>
   <source>Weigh again; if it stays so, key the weight.</source>
   <translation>请重新称重；如仍不行，请输入重量。</translation>
  </message>
  <message>
   <source>Weigh with the packing: the usual tare is taken off.</source>
   <translation>连包装称重：自动扣除常用皮重。</translation>
  </message>
  <message>
   <source>Weigh with the packing: {tare} is taken off.</source>
   <translation>连包装称重：将扣除 {tare}。</translation>
  </message>
  <message>
   <source>Weight</source>
   <translation>重量</translation>
  </message>
  <message>
   <source>Weight of the packing</source>
   <translation>包装重量</translation>
  </message>
  <message>
   <source>Weights that are keyed</source>
   <translation>手动输入重量</translation>
  </message>
  <message>
   <source>Welcome</source>
   <translation>欢迎光临</translation>
  </message>
  <message>
   <source>Went away</source>
   <translation>断开次数</translation>
  </message>
  <message>
   <source>What becomes of these sales?</source>
   <translation>如何处理这些交易？</translation>
  </message>
  <message>
   <source>What is saved holds from the next start of the till on.</source>
   <translation>保存的内容在收银机下次启动后生效。</translation>
  </message>
  <message>
   <source>What is sold with this item is missing</source>
   <translation>缺少随该商品一同销售的商品</translation>
  </message>
  <message>
   <source>What the center sent does not carry its signature. Ask whoever runs the center.</source>
   <translation>收到的数据没有总部的签名。请联系总部管理员。</translation>
  </message>
  <message>
   <source>What was recorded is kept. Compare the basket, then go on.</source>
   <translation>已记录的内容都已保留。请核对购物篮后继续。</translation>
  </message>
  <message>
   <source>Who is selling?</source>
   <translation>请选择收银员</translation>
  </message>
  <message>
   <source>Who sets up the devices?</source>
   <translation>谁来设置设备?</translation>
  </message>
  <message>
   <source>Who starts the training?</source>
   <translation>谁来启动培训？</translation>
  </message>
  <message>
   <source>Whole basket</source>
   <translation>整个购物篮</translation>
  </message>
  <message>
   <source>Why this price</source>
   <translation>为何此价</translation>
  </message>
  <message>
   <source>Why this total</source>
   <translation>为何是这个总额</translation>
  </message>
  <message>
   <source>With a certificate</source>
   <translation>凭证书</translation>
  </message>
  <message>
   <source>With a coupon</source>
   <translation>凭优惠券</translation>
  </message>
  <message>
   <source>With another way to pay</source>
   <translation>仅限其他付款方式</translation>
  </message>
  <message>
   <source>With approval</source>
   <translation>需批准</translation>
  </message>
  <message>
   <source>Without a receipt</source>
   <translation>无小票</translation>
  </message>
  <message>
   <source>Without tax</source>
   <translation>免税</translation>
  </message>
  <message>
   <source>Without tax: {reason}</source>
   <translation>免税：{reason}</translation>
  </message>
  <message>
   <source>Workstation</source>
   <translation>工作站</translation>
  </message>
  <message>
   <source>Workstation and store</source>
   <translation>工作站与门店</translation>
  </message>
  <message>
   <source>Write the support bundle</source>
   <translation>生成支持包</translation>
  </message>
  <message>
   <source>Write this recovery code down and keep it away from this computer. It is shown only now, and it alone brings the ledger back when this computer is gone.</source>
   <translation>请抄写此恢复码，并保存在本机以外的地方。它只显示这一次；本机损坏时，只有它能恢复账本。</translation>
  </message>
  <message>
   <source>Writing the support bundle</source>
   <translation>正在生成支持包</translation>
  </message>
  <message>
   <source>Written: {path}</source>
   <translation>已写入:{path}</translation>
  </message>
  <message>
   <source>Wrong item</source>
   <translation>商品错误</translation>
  </message>
  <message>
   <source>Wrong settings</source>
   <translation>设置错误</translation>
  </message>
  <message>
   <source>X report</source>
   <translation>X 报表</translation>
  </message>
  <message>
   <source>Year, month, day: 19990131</source>
   <translation>年月日：19990131</translation>
  </message>
  <message>
   <source>You get back</source>
   <translation>退还给您</translation>
  </message>
  <message>
   <source>You may not do this</source>
   <translation>您没有此权限</translation>
  </message>
  <message>
   <source>You save {amount}</source>
   <translation>为您节省 {amount}</translation>
  </message>
  <message>
   <source>Z reports</source>
   <translation>Z 报表</translation>
  </message>
  <message>
   <source>Z {number}: counted {counted}, expected {expected}, {difference} {word}</source>
   <translation>Z {number}：清点 {counted}，应有 {expected}，{word} {difference}</translation>
  </message>
  <message>
   <source>Z {n} complete</source>
   <translation>Z {n} 完整</translation>
  </message>
  <message>
   <source>Z {n} provisional</source>
   <translation>Z {n} 暂定</translation>
  </message>
  <message>
   <source>a line display never answers: see whether it shows 8888</source>
   <translation>顾客显示屏从不应答:请查看是否显示 8888</translation>
  </message>
  <message>
   <source>a test paper was printed</source>
   <translation>已打印测试纸</translation>
  </message>
  <message>
   <source>a test paper was sent; look whether it was printed</source>
   <translation>已发送测试纸;请查看是否印出</translation>
  </message>
  <message>
   <source>by head office</source>
   <translation>由总部</translation>
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
   <translation>无法发出打开指令</translation>
  </message>
  <message>
   <source>it was told to open; look whether it did</source>
   <translation>已发出打开指令;请查看是否打开</translation>
  </message>
  <message>
   <source>its port is open</source>
   <translation>端口已打开</translation>
  </message>
  <message>
   <source>net</source>
   <translation>净重</translation>
  </message>
  <message>
   <source>no card is on it</source>
   <translation>上面没有卡</translation>
  </message>
  <message>
   <source>nothing was sent to it</source>
   <translation>未向其发送任何内容</translation>
  </message>
  <message>
   <source>of {amount}</source>
   <translation>计税额 {amount}</translation>
  </message>
  <message>
   <source>oldest {age}</source>
   <translation>最早 {age}前</translation>
  </message>
  <message>
   <source>open</source>
   <translation>自定义</translation>
  </message>
  <message>
   <source>or just scan</source>
   <translation>或直接扫码</translation>
  </message>
  <message>
   <source>out of paper</source>
   <translation>缺纸</translation>
  </message>
  <message>
   <source>over</source>
   <translation>长款</translation>
  </message>
  <message>
   <source>paper nearly used up</source>
   <translation>纸将用尽</translation>
  </message>
  <message>
   <source>part of a test paper may be printed; look</source>
   <translation>测试纸可能已印出一部分;请查看</translation>
  </message>
  <message>
   <source>ready</source>
   <translation>就绪</translation>
  </message>
  <message>
   <source>rounded in cash: {amount}</source>
   <translation>现金舍入后 {amount}</translation>
  </message>
  <message>
   <source>short</source>
   <translation>短款</translation>
  </message>
  <message>
   <source>the cover is open</source>
   <translation>机盖打开</translation>
  </message>
  <message>
   <source>the cutter is jammed</source>
   <translation>切刀卡住</translation>
  </message>
  <message>
   <source>the drawer opened</source>
   <translation>钱箱已打开</translation>
  </message>
  <message>
   <source>the drawer stayed closed</source>
   <translation>钱箱仍关着</translation>
  </message>
  <message>
   <source>the print head is too hot</source>
   <translation>打印头过热</translation>
  </message>
  <message>
   <source>the printer is offline</source>
   <translation>打印机脱机</translation>
  </message>
  <message>
   <source>the trial text was sent</source>
   <translation>已发送测试文字</translation>
  </message>
  <message>
   <source>unrecoverable error</source>
   <translation>无法恢复的故障</translation>
  </message>
  <message>
   <source>version {n}</source>
   <translation>版本 {n}</translation>
  </message>
  <message>
   <source>{name} does not answer</source>
   <translation>{name} 无应答</translation>
  </message>
  <message>
   <source>{name} needs attention</source>
   <translation>{name} 需要处理</translation>
  </message>
  <message>
   <source>{name}: ready</source>
   <translation>{name}：就绪</translation>
  </message>
  <message>
   <source>{n} d</source>
   <translation>{n} 天</translation>
  </message>
  <message>
   <source>{n} h</source>
   <translation>{n} 小时</translation>
  </message>
  <message>
   <source>{n} min</source>
   <translation>{n} 分钟</translation>
  </message>
  <message>
   <source>{n} of {all} digits</source>
   <translation>已输入 {n} 位，共 {all} 位</translation>
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
   <translation>此收银台未设置{way}。</translation>
  </message>
  <message>
   <source>{what} voided</source>
   <translation>{what}已作废</translation>
  </message>
 </context>
</TS>
