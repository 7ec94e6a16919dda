CREATE TABLE customers (id text PRIMARY KEY, name text NOT NULL, pin text NOT NULL);
INSERT INTO customers VALUES ('c-1001', 'Ann Example', '4471'), ('c-1002', 'Bob Sample', '9035');
CREATE TABLE transactions (id serial PRIMARY KEY, customer text NOT NULL REFERENCES customers (id), day text NOT NULL, amount text NOT NULL, memo text NOT NULL);
INSERT INTO transactions (customer, day, amount, memo) VALUES
  ('c-1001', '2024-02-01', '-900.00', 'Rent February'),
  ('c-1001', '2024-02-03', '-23.90', 'O''Brien''s Books'),
  ('c-1001', '2024-02-25', '3100.00', 'Salary'),
  ('c-1002', '2024-02-02', '-82.40', 'Groceries'),
  ('c-1002', '2024-02-14', '-1250.00', 'Private clinic');
