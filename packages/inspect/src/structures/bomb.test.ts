import { testOwnTable } from '../testing/own-table.ts';
import { bomb } from './bomb.ts';

testOwnTable(bomb, 'bomb', { attacks: 25, benign: 20, certain: 0.9 });
