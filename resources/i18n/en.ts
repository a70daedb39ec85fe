<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
 <context>
  <name>Evertill</name>
  <message numerus="yes">
   <source>%n device(s) set up</source>
   <translation>
    <numerusform>%n device set up</numerusform>
    <numerusform>%n devices set up</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n earlier items</source>
   <translation>
    <numerusform>%n earlier item</numerusform>
    <numerusform>%n earlier items</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n held</source>
   <translation>
    <numerusform>%n held</numerusform>
    <numerusform>%n held</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n items</source>
   <translation>
    <numerusform>%n item</numerusform>
    <numerusform>%n items</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n need(s) attention</source>
   <translation>
    <numerusform>%n needs attention</numerusform>
    <numerusform>%n need attention</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n new device(s) found</source>
   <translation>
    <numerusform>%n new device found</numerusform>
    <numerusform>%n new devices found</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n records wait to be sent</source>
   <translation>
    <numerusform>%n record waits to be sent</numerusform>
    <numerusform>%n records wait to be sent</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n sales cancelled</source>
   <translation>
    <numerusform>%n sale cancelled</numerusform>
    <numerusform>%n sales cancelled</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n sales carried over</source>
   <translation>
    <numerusform>%n sale carried over</numerusform>
    <numerusform>%n sales carried over</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n suspended</source>
   <translation>
    <numerusform>%n suspended</numerusform>
    <numerusform>%n suspended</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n waiting</source>
   <translation>
    <numerusform>%n waiting</numerusform>
    <numerusform>%n waiting</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Sending %n</source>
   <translation>
    <numerusform>Sending %n</numerusform>
    <numerusform>Sending %n</numerusform>
   </translation>
  </message>
 </context>
</TS>
