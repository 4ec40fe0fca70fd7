-- The gateway's tables. Rules of the house:
--  * every row carries its merchant, and the merchant leads every key, so that the database can be split by merchant;
--  * ids are made by the gateway (ascii, time-ordered), never by the database;
--  * amounts are whole minor units beside their currency; times are UTC with milliseconds;
--  * "due_at" is when the machine must look at a row next; taking a job means moving its due_at (see store/);
--  * only SQL that MySQL 8.4 and MariaDB 10.6+ share.
--  * every statement can be run again (IF NOT EXISTS): a migration cut off by a crash goes on at the next start.

CREATE TABLE IF NOT EXISTS merchant (
  id          VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name        VARCHAR(120) NOT NULL,
  created_at  DATETIME(3)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A connected shop or chat.
CREATE TABLE IF NOT EXISTS store (
  merchant_id          VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id                   VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name                 VARCHAR(120)  NOT NULL,
  platform             VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  callback_url         VARCHAR(2000) NULL,
  callback_secrets     TEXT          CHARACTER SET ascii COLLATE ascii_bin NULL,     -- sealed
  callback_disabled_at DATETIME(3)   NULL,
  created_at           DATETIME(3)   NOT NULL,
  updated_at           DATETIME(3)   NOT NULL,
  PRIMARY KEY (merchant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One merchant's contract with one provider.
CREATE TABLE IF NOT EXISTS provider_account (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id           VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  provider     VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  label        VARCHAR(120) NOT NULL,
  settings     TEXT         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- sealed
  enabled      BOOLEAN      NOT NULL,
  created_at   DATETIME(3)  NOT NULL,
  updated_at   DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE KEY provider_account_by_id (id)                                             -- notifications name only the account
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Which methods a store offers, through which account, in which order.
CREATE TABLE IF NOT EXISTS store_method (
  merchant_id  VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id     VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  method       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id   VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  enabled      BOOLEAN     NOT NULL,
  position     INT         NOT NULL,
  PRIMARY KEY (merchant_id, store_id, method, account_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A program that may use the API for one store.
CREATE TABLE IF NOT EXISTS api_client (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id           VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id     VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name         VARCHAR(120) NOT NULL,
  scopes       VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at   DATETIME(3)  NOT NULL,
  disabled_at  DATETIME(3)  NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE KEY api_client_by_id (id)                                                   -- the token request names only the client
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- At most two live secrets a client, so that one can be rotated without downtime. Only a digest is kept.
CREATE TABLE IF NOT EXISTS api_secret (
  merchant_id  VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  client_id    VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id           VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  digest       CHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,           -- SHA-256 of a 256-bit random secret
  created_at   DATETIME(3) NOT NULL,
  expires_at   DATETIME(3) NULL,
  PRIMARY KEY (merchant_id, client_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Keys that sign access tokens and callbacks; the installation's, not a merchant's.
CREATE TABLE IF NOT EXISTS signing_key (
  id           VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- the JWK's kid
  algorithm    VARCHAR(10)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  public_key   TEXT         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- X.509, base64
  private_key  TEXT         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- PKCS#8, sealed
  created_at   DATETIME(3)  NOT NULL,
  active_from  DATETIME(3)  NOT NULL,                                                -- published before it signs
  retire_at    DATETIME(3)  NULL,                                                    -- published until then
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS shop_order (
  merchant_id    VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id             VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id       VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reference      VARCHAR(100)  NOT NULL,
  revision       BIGINT        NOT NULL,
  amount         BIGINT        NOT NULL,
  currency       CHAR(3)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  description    VARCHAR(255)  NOT NULL,
  lines_json     MEDIUMTEXT    NULL,
  return_url     VARCHAR(2000) NULL,
  cancel_url     VARCHAR(2000) NULL,
  locale         VARCHAR(35)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  country        CHAR(2)       CHARACTER SET ascii COLLATE ascii_bin NULL,
  charged_by     VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NULL,           -- the order-level lock
  version        BIGINT        NOT NULL,
  last_sequence  BIGINT        NOT NULL,
  created_at     DATETIME(3)   NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE KEY shop_order_by_reference (merchant_id, reference, store_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS payment (
  merchant_id   VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id            VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id      VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id      VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  revision      BIGINT      NOT NULL,
  amount        BIGINT      NOT NULL,
  currency      CHAR(3)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  status        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  capture_mode  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  authorized    BIGINT      NOT NULL,
  captured      BIGINT      NOT NULL,
  refunded      BIGINT      NOT NULL,
  expires_at    DATETIME(3) NOT NULL,
  due_at        DATETIME(3) NULL,
  created_at    DATETIME(3) NOT NULL,
  updated_at    DATETIME(3) NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE KEY payment_by_order (merchant_id, order_id, revision),
  KEY payment_by_store (merchant_id, store_id, id),
  KEY payment_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS attempt (
  merchant_id     VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id              VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payment_id      VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id        VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id      VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  provider        VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  method          VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount          BIGINT       NOT NULL,
  currency        CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  status          VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  provider_ref    VARCHAR(255) NULL,
  next_action     TEXT         NULL,
  decline_reason  VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  detail          VARCHAR(500) NULL,
  due_at          DATETIME(3)  NULL,
  asked           INT          NOT NULL,
  created_at      DATETIME(3)  NOT NULL,
  updated_at      DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, id),
  KEY attempt_by_order (merchant_id, order_id),
  KEY attempt_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Captures, voids and refunds.
CREATE TABLE IF NOT EXISTS operation (
  merchant_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id            VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempt_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payment_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id      VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind          VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount        BIGINT       NOT NULL,
  currency      CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  status        VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cause         VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason        VARCHAR(255) NULL,
  provider_ref  VARCHAR(255) NULL,
  detail        VARCHAR(500) NULL,
  due_at        DATETIME(3)  NULL,
  asked         INT          NOT NULL,
  created_at    DATETIME(3)  NOT NULL,
  updated_at    DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, id),
  KEY operation_by_order (merchant_id, order_id),
  KEY operation_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Facts, appended; numbered without gaps within an order.
CREATE TABLE IF NOT EXISTS event (
  merchant_id   VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id      VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sequence      BIGINT      NOT NULL,
  id            VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id      VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payment_id    VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  type          VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  data          TEXT        NOT NULL,                                                -- JSON
  created_at    DATETIME(3) NOT NULL,
  PRIMARY KEY (merchant_id, order_id, sequence)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The outbox: delivery of one event to its store.
CREATE TABLE IF NOT EXISTS callback (
  merchant_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id      VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sequence      BIGINT       NOT NULL,
  event_id      VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id      VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  status        VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,         -- PENDING, DELIVERED, FAILED, SKIPPED
  tries         INT          NOT NULL,
  due_at        DATETIME(3)  NULL,
  last_status   INT          NULL,                                                   -- HTTP status of the last answer
  last_error    VARCHAR(255) NULL,
  created_at    DATETIME(3)  NOT NULL,
  delivered_at  DATETIME(3)  NULL,
  PRIMARY KEY (merchant_id, order_id, sequence),
  UNIQUE KEY callback_by_event (merchant_id, event_id),
  KEY callback_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What was tried for a callback, for the console.
CREATE TABLE IF NOT EXISTS callback_try (
  merchant_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  event_id      VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number        INT          NOT NULL,
  at            DATETIME(3)  NOT NULL,
  status        INT          NULL,
  error         VARCHAR(255) NULL,
  millis        BIGINT       NOT NULL,
  PRIMARY KEY (merchant_id, event_id, number),
  KEY callback_try_by_age (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Double entry, append only: every row debits one account and credits another.
CREATE TABLE IF NOT EXISTS ledger_entry (
  merchant_id   VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payment_id    VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id            VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempt_id    VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  operation_id  VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  code          VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  debit         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  credit        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount        BIGINT      NOT NULL,
  currency      CHAR(3)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at    DATETIME(3) NOT NULL,
  PRIMARY KEY (merchant_id, payment_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One row per Idempotency-Key: committed with the business row it protects.
CREATE TABLE IF NOT EXISTS idempotency (
  merchant_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  caller        VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  idem_key      VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_hash  CHAR(64)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject       VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,         -- what the request made
  status        INT          NULL,                                                   -- HTTP status; NULL while it runs
  body          MEDIUMTEXT   NULL,
  created_at    DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, caller, idem_key),
  KEY idempotency_by_age (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What providers sent us: stored raw, acknowledged, then applied.
CREATE TABLE IF NOT EXISTS notification (
  merchant_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id            VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  dedupe_key    VARCHAR(255) NOT NULL,
  request       MEDIUMTEXT   NOT NULL,                                               -- sealed: path, headers, body
  status        VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,         -- RECEIVED, APPLIED, FAILED
  detail        VARCHAR(255) NULL,
  due_at        DATETIME(3)  NULL,
  tries         INT          NOT NULL,
  received_at   DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE KEY notification_once (merchant_id, account_id, dedupe_key),
  KEY notification_due (due_at),
  KEY notification_by_age (received_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- People who may use the console.
CREATE TABLE IF NOT EXISTS console_user (
  merchant_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id             VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  email          VARCHAR(254) NOT NULL,
  password_hash  VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,        -- Argon2id, PHC text
  role           VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  failed_logins  INT          NOT NULL,
  locked_until   DATETIME(3)  NULL,
  created_at     DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE KEY console_user_by_email (email)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS console_session (
  merchant_id   VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  digest        CHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- SHA-256 of the cookie
  user_id       VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at    DATETIME(3) NOT NULL,
  expires_at    DATETIME(3) NOT NULL,
  PRIMARY KEY (merchant_id, digest),
  UNIQUE KEY console_session_by_digest (digest),
  KEY console_session_by_age (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Small facts of the installation: the one-time setup token's digest, for example.
CREATE TABLE IF NOT EXISTS installation (
  name        VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  value       VARCHAR(2000) NOT NULL,
  updated_at  DATETIME(3)   NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
