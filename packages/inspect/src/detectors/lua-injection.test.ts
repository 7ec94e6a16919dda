import { testDetector } from '../testing/test-detector.ts';
import { luaInjection } from './lua-injection.ts';

testDetector(luaInjection, {
  detects: [
    { text: "os.execute('id')", confidence: 'high' },
    { text: "';os.execute('id');--", confidence: 'high' },
    { text: "return os.execute('id')", confidence: 'high' },
    { text: "io.popen('id'):read('*a')", confidence: 'high' },
    { text: "local f = io.popen('id'); return f:read('*a')", confidence: 'medium' },
    { text: 'local l = package.loadlib("/usr/lib/liblua5.1.so.0", "luaopen_io"); local io = l();', confidence: 'high' },
    { text: "loadstring('return 1')()", confidence: 'high' },
    { text: "dofile('/etc/passwd')", confidence: 'high' },
    { text: "io.open('/etc/passwd')", confidence: 'high' },
    { text: "redis.call('config','set','dir','/tmp')", confidence: 'high' },
    { text: "os.getenv('HOME')", confidence: 'medium' },
  ],
  passes: [
    "redis.call('get', KEYS[1])",
    "return redis.call('incr', KEYS[1])",
    'local x = os.time()\nprint(x)',
    "io.open('data.txt', 'r')",
    "local M = {}\nfunction M.f() os.execute('ls') end\nreturn M",
    "os.remove('tmp.txt')",
    "dofile('init.lua')",
    "os.getenv('HOME') .. '/x'\nfoo()",
    'The os.execute function (see manual) runs commands',
    'portfolio.open(x)',
    'videos.remove(1)',
    'studio.lines("a")',
    'const t = os.exit(1);\nfoo();',
    '',
  ],
});
