-- When something was last said in a conversation: old ones are removed, and nodes learn of what others have added. MySQL
-- knows no ADD COLUMN IF NOT EXISTS.
SET @wanted = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
    AND table_name = 'chat_session' AND column_name = 'said_at') = 0,
  'ALTER TABLE chat_session ADD COLUMN said_at DATETIME(3) NULL, ADD KEY chat_session_by_age (said_at)', 'DO 0');
PREPARE add_column FROM @wanted;
EXECUTE add_column;
DEALLOCATE PREPARE add_column;

UPDATE chat_session SET said_at = updated_at WHERE said_at IS NULL;
