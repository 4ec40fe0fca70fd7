-- What a merchant approved on the connect page, and one shop may redeem once and soon: no secret, only a digest is kept.
CREATE TABLE IF NOT EXISTS connect_grant (
  merchant_id  VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  digest       CHAR(64)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,         -- SHA-256 of a 256-bit random code
  door         VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,         -- PLUGIN, REST_KEYS
  store_id     VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NULL,             -- NULL: a new store of that name
  store_name   VARCHAR(120)  NOT NULL,
  shop         VARCHAR(300)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,         -- the shop's address
  challenge    VARCHAR(100)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,         -- S256 of what only the shop knows
  expires_at   DATETIME(3)   NOT NULL,
  PRIMARY KEY (merchant_id, digest),
  UNIQUE KEY connect_grant_by_digest (digest),                                       -- who redeems it names only the code
  KEY connect_grant_by_age (merchant_id, expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
