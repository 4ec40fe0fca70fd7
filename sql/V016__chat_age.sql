-- Conversations by their last change: old ones are removed, and nodes learn of what others have added. MySQL knows no
-- CREATE INDEX IF NOT EXISTS.
SET @wanted = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE()
    AND table_name = 'chat_session' AND index_name = 'chat_session_by_age') = 0,
  'CREATE INDEX chat_session_by_age ON chat_session (updated_at)', 'DO 0');
PREPARE add_index FROM @wanted;
EXECUTE add_index;
DEALLOCATE PREPARE add_index;
