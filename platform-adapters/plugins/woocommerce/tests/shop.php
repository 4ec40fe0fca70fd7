<?php
/**
 * The shop that a test sees and sets. Orders live in a real MariaDB where one is given
 * (TILLGATE_TEST_DB=host:port:user:password:schema), for its locks are what is tested.
 */

/** What the test sees and sets. */
final class Shop {
	public static $options    = array();
	public static $transients = array();
	public static $usermeta   = array();
	public static $calls      = array();
	public static $answers    = array();
	public static $pushed     = array();
	public static $heard      = true;
	public static $broken     = false;
	/** Microseconds that WooCommerce takes for what it does between looking and saving. */
	public static $slow       = 0;
	public static $net        = '8.264463';
	public static $tax        = '1.735537';
	public static $queue      = array();
	public static $log        = array();
	public static $notices    = array();
	public static $home       = 'https://shop.example';
	public static $session    = array();
	public static $currency   = 'EUR';
	public static $decimals   = 2;
	public static $locale     = 'en_US';
	public static $endpoint   = '';
	public static $query      = array();
	public static $network    = null;

	public static function fresh() {
		foreach ( array( 'options', 'transients', 'usermeta', 'calls', 'answers', 'pushed', 'queue', 'log', 'notices', 'session', 'query' ) as $list ) {
			self::${$list} = array();
		}
		self::$heard    = true;
		self::$broken   = false;
		self::$net      = '8.264463';
		self::$tax      = '1.735537';
		self::$home     = 'https://shop.example';
		self::$currency = 'EUR';
		self::$decimals = 2;
		self::$locale   = 'en_US';
		self::$endpoint = '';
		self::$network  = null;
		$_GET           = array();
		Kept::clear();
		self::$options = array( 'permalink_structure' => '/%postname%/' );
		Tillgate_Connection::put( self::connection() );
	}

	public static function connection() {
		return array(
			'gateway'         => 'https://pay.example',
			'store_id'        => 'sto_1',
			'client_id'       => 'cli_1',
			'client_secret'   => 'secret',
			'callback_secret' => 'whsec_' . base64_encode( str_repeat( 'k', 32 ) ),
			'issuer'          => 'https://pay.example',
			'jwks_url'        => 'https://pay.example/.well-known/jwks.json',
			'token_url'       => 'https://pay.example/api/oauth/token',
			'inbound_url'     => 'https://pay.example/hooks/shops/sto_1',
		);
	}

	/** An order that waits for its money. */
	public static function order( $id, $total, $currency = 'EUR', $more = array() ) {
		Kept::save(
			$id,
			$more + array(
				'status'   => 'pending',
				'total'    => $total,
				'currency' => $currency,
				'method'   => 'tillgate',
				'title'    => '',
				'tx'       => '',
				'paid'     => null,
				'created'  => time(),
				'country'  => 'DE',
				'meta'     => array(),
				'notes'    => array(),
				'refunds'  => array(),
			)
		);
		Kept::forget( $id );
		return wc_get_order( $id );
	}
}

/** Orders, where several processes see the same ones; what is counted is counted by the database. */
final class Kept {
	private static $rows   = array();
	private static $counts = array();
	private static $cache  = array();

	private static function link() {
		return $GLOBALS['wpdb']->link;
	}

	public static function clear() {
		self::$rows   = array();
		self::$counts = array();
		self::$cache  = array();
		if ( self::link() ) {
			self::link()->query( 'CREATE TABLE IF NOT EXISTS orders (id BIGINT PRIMARY KEY, body LONGTEXT NOT NULL, mails INT NOT NULL DEFAULT 0, booked INT NOT NULL DEFAULT 0)' );
			self::link()->query( 'DELETE FROM orders' );
		}
	}

	public static function save( $id, $data ) {
		if ( ! self::link() ) {
			self::$rows[ $id ] = serialize( $data );
			return;
		}
		$body = self::link()->real_escape_string( serialize( $data ) );
		self::link()->query( 'INSERT INTO orders (id, body) VALUES (' . (int) $id . ", '$body') ON DUPLICATE KEY UPDATE body = VALUES(body)" );
	}

	/** As WooCommerce: the same object again until somebody takes it out of the cache. */
	public static function order( $id ) {
		if ( ! isset( self::$cache[ $id ] ) ) {
			$data = self::load( $id );
			if ( null === $data ) {
				return false;
			}
			self::$cache[ $id ] = new WC_Order( $id, $data );
		}
		return self::$cache[ $id ];
	}

	public static function load( $id ) {
		if ( ! self::link() ) {
			return isset( self::$rows[ $id ] ) ? unserialize( self::$rows[ $id ] ) : null;
		}
		$row = self::link()->query( 'SELECT body FROM orders WHERE id = ' . (int) $id )->fetch_row();
		return $row ? unserialize( $row[0] ) : null;
	}

	public static function forget( $id ) {
		unset( self::$cache[ $id ] );
	}

	public static function ids() {
		return self::link() ? array_map( 'intval', array_column( self::link()->query( 'SELECT id FROM orders ORDER BY id' )->fetch_all(), 0 ) ) : array_keys( self::$rows );
	}

	public static function count( $what, $id ) {
		if ( self::link() ) {
			self::link()->query( "UPDATE orders SET $what = $what + 1 WHERE id = " . (int) $id );
		} else {
			self::$counts[ $what . $id ] = self::counted( $what, $id ) + 1;
		}
	}

	public static function counted( $what, $id ) {
		if ( self::link() ) {
			return (int) self::link()->query( "SELECT $what FROM orders WHERE id = " . (int) $id )->fetch_row()[0];
		}
		return isset( self::$counts[ $what . $id ] ) ? self::$counts[ $what . $id ] : 0;
	}
}
