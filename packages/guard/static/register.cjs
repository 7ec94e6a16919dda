// For --require: arms the guard before any code of the function runs.
require('./guard.cjs');
