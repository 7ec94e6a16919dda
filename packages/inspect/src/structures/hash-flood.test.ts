import { testOwnTable } from '../testing/own-table.ts';
import { hashFlood } from './hash-flood.ts';

testOwnTable(hashFlood, 'hashflood', { attacks: 20, benign: 20, certain: 1 });
