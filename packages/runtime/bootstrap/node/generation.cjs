'use strict';
// Which generation of the platform's Node runtime is played: 20 and 22 are one code with callbacks, 24 is another.
module.exports = { generation: Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1] ?? 22) };
