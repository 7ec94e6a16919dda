/**
 * Names of types that turn a deserializer into an interpreter: no sender of data has a reason to name them. From the documentation of the fixes:
 * Jackson's `SubTypeValidator`, Fastjson's deny list, XStream's security page, Json.NET's and BinaryFormatter's guidance of Microsoft.
 */
export function isGadgetType(name: string): boolean {
  return gadget.test(name) || strong.test(name);
}

const gadget =
  /^\[?L?(?:com\.sun\.(?:rowset\.|org\.apache\.(?:bcel|xalan)|jndi\.|org\.apache\.xml\.internal|xml\.internal)|org\.apache\.(?:xalan|bcel|commons\.(?:collections|beanutils|configuration|dbcp|fileupload|logging|proxy|jelly)|ibatis\.datasource|shiro\.|tomcat\.dbcp|activemq\.|cocoon\.|cxf\.jaxrs\.|drill|hadoop\.|hive|aries|openjpa|axis2|xbean|wicket|log4j|naming|myfaces|click)|org\.springframework\.(?:beans\.factory|context\.support|aop\.|core\.io|jndi\.|scripting|expression|transaction\.jta)|org\.codehaus\.(?:groovy\.runtime|jackson)|groovy\.(?:util\.Expando|lang\.)|java\.(?:lang\.(?:Runtime|ProcessBuilder|Process|Class|ClassLoader|Thread|System|AutoCloseable)|net\.(?:URL|URLClassLoader|Inet4Address|Inet6Address|InetAddress|InetSocketAddress|Socket)|io\.(?:File(?:Output|Input)Stream|FileWriter)|beans\.EventHandler|rmi\.|security\.SignedObject|util\.(?:PriorityQueue|logging\.FileHandler|ServiceLoader))|javax\.(?:script\.|management\.|naming\.|swing\.J|imageio|el\.|media\.jai|activation\.)|sun\.(?:misc|reflect|rmi|print|jdbc)|bsh\.|clojure\.|org\.mozilla\.javascript|org\.python\.|org\.jboss\.|org\.hibernate\.|com\.mchange\.|com\.zaxxer\.hikari|com\.mysql\.(?:cj\.)?jdbc|oracle\.jdbc|org\.h2\.|ch\.qos\.logback|net\.sf\.ehcache|br\.com\.anteros|com\.newrelic|com\.caucho|com\.alibaba\.druid|ysoserial|org\.quartz|com\.ibatis|com\.p6spy|System\.(?:Windows\.(?:Data\.ObjectDataProvider|Markup|ResourceDictionary|Application|Controls|Window\b|Forms\.\w)|Diagnostics\.Process|Data\.(?:Services\.Internal|DataSet)|Configuration\.Install|Activities|Management\.Automation|Security\.(?:Principal|Claims)|Web\.(?:UI|Security)|Reflection\.|IO\.(?:File|Directory)|Runtime\.|Workflow|CodeDom|Net\.WebClient|Xml\.XmlDocument|Collections\.ArrayList|Drawing\.Design|Resources\.|Delegate|DelegateSerializationHolder|AppDomain|Activator|Type\b)|Microsoft\.(?:VisualStudio|Exchange|PowerShell|IdentityModel|Windows|Data))/;

/**
 * Classes of Ruby that do something when JSON, YAML or a dump makes them: installers and sources of RubyGems, templates, network, files, what Rails is made of.
 */
export function isRubyGadgetType(name: string): boolean {
  return rubyGadget.test(name);
}

const rubyGadget =
  /^:?(?:Gem::(?:Installer|SpecFetcher|Package|Requirement|Resolver|RequestSet|Request|Source|DependencyList|StubSpecification|Security|Version$|Uninstaller|ConfigFile|Commands)|Net::|ERB|ActionController|ActionDispatch|ActiveSupport|ActiveModel|ActiveRecord|Rack::|Kernel|Process|IO|File|Pathname|OpenStruct|Proc|Method|Sprockets|Rails|Logger|Set$|URI|DRb|Bundler|RDoc|Zip|Mail)/;

/** The ones that no configuration and no report of an error names either. */
export function isStrongGadgetType(name: string): boolean {
  return strong.test(name);
}

const strong =
  /^L?(?:com\.sun\.(?:rowset\.JdbcRowSetImpl|org\.apache\.(?:bcel\.internal|xalan\.internal)|jndi\.)|org\.apache\.(?:xalan\.xsltc|bcel\.|commons\.(?:collections4?\.functors|beanutils\.BeanComparator|configuration2?\.JNDIConfiguration|dbcp2?\.(?:datasources|BasicDataSource|cpdsadapter)|fileupload\.disk)|ibatis\.datasource\.jndi|shiro\.(?:jndi|realm\.jndi)|tomcat\.dbcp|activemq\.(?:ActiveMQ\w*ConnectionFactory|jms\.pool)|cocoon\.components|xbean\.naming|openjpa\.ee|aries\.transaction)|org\.springframework\.(?:context\.support\.(?:ClassPath|FileSystem)XmlApplicationContext|beans\.factory\.(?:config\.PropertyPathFactoryBean|ObjectFactory)|aop\.(?:support\.DefaultBeanFactoryPointcutAdvisor|aspectj)|jndi\.support|transaction\.jta\.JtaTransactionManager)|org\.codehaus\.groovy\.runtime\.(?:ConvertedClosure|MethodClosure)|groovy\.util\.Expando|java\.(?:lang\.(?:Runtime|ProcessBuilder)|net\.URLClassLoader|beans\.EventHandler|beans\.XMLDecoder|rmi\.server|security\.SignedObject|util\.PriorityQueue)|javax\.(?:script\.ScriptEngineManager|management\.BadAttributeValueExpException|naming\.(?:ldap\.Rdn|InitialContext)|swing\.JEditorPane|imageio\.ImageIO|media\.jai)|jdk\.nashorn\.internal|sun\.rmi\.|sun\.reflect\.annotation|bsh\.Interpreter|bsh\.XThis|clojure\.core|org\.mozilla\.javascript\.Native|org\.python\.core|org\.jboss\.(?:util\.propertyeditor|interceptor|weld)|org\.hibernate\.(?:jmx|engine\.spi\.TypedValue|tuple)|com\.mchange\.v2\.c3p0|com\.zaxxer\.hikari\.Hikari|oracle\.jdbc\.(?:rowset|connector)|org\.h2\.jdbcx|ch\.qos\.logback\.core\.db|net\.sf\.ehcache\.transaction|br\.com\.anteros|com\.newrelic\.agent\.deps|com\.caucho\.(?:config|naming)|com\.ibatis\.sqlmap\.engine|com\.p6spy|ysoserial\.|System\.(?:Windows\.Data\.ObjectDataProvider|Diagnostics\.Process\b|Configuration\.Install\.AssemblyInstaller|Management\.Automation\.PSObject|Activities\.Presentation))/;
