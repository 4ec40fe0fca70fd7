-- An import that fails at the same place again and again is given up after some tries.
-- MySQL knows no ADD COLUMN IF NOT EXISTS.
SET @wanted = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
    AND table_name = 'settlement_import' AND column_name = 'tries') = 0,
  'ALTER TABLE settlement_import ADD COLUMN tries INT NOT NULL DEFAULT 0', 'DO 0');
PREPARE add_column FROM @wanted;
EXECUTE add_column;
DEALLOCATE PREPARE add_column;
