-- The demo shop's own tables. It stands for a shop of somebody else: it reads nothing of the gateway's tables and the
-- gateway reads nothing of these, so they bear no merchant.

CREATE TABLE IF NOT EXISTS demo_order (
  number         VARCHAR(20)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- also the page's address: not guessable
  items          VARCHAR(400)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- article.count, underscore between
  amount         BIGINT        NOT NULL,                                             -- minor units
  currency       CHAR(3)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ships_later    BOOLEAN       NOT NULL,                                             -- money is reserved first
  revision       BIGINT        NOT NULL,                                             -- raised to pay anew after an expired payment
  status         VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- what the last callback said
  collected      BIGINT        NOT NULL,
  refunded       BIGINT        NOT NULL,
  last_sequence  BIGINT        NOT NULL,                                             -- of the newest callback that counted
  payment_id     VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  checkout_url   VARCHAR(2000) NULL,
  created_at     DATETIME(3)   NOT NULL,
  updated_at     DATETIME(3)   NOT NULL,
  PRIMARY KEY (number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Callbacks that were received and verified; each counts once.
CREATE TABLE IF NOT EXISTS demo_callback (
  number       VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  event_id     VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sequence     BIGINT      NOT NULL,
  type         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  received_at  DATETIME(3) NOT NULL,
  PRIMARY KEY (number, event_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
