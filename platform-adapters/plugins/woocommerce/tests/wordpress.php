<?php
/**
 * Thin stand-ins for what the plugin calls of WordPress, of WooCommerce's session and queue, and of the gateway behind it.
 */

define( 'ABSPATH', __DIR__ . '/' );
define( 'DB_NAME', 'shop' );
define( 'HOUR_IN_SECONDS', 3600 );
define( 'DAY_IN_SECONDS', 86400 );
define( 'MINUTE_IN_SECONDS', 60 );
define( 'WC_VERSION', '11.0.1' );

/** The database; without one nobody else is there to be locked out. */
final class Wpdb_Standin {
	public $prefix = 'wp_';
	public $link   = null;
	public function __construct( $where ) {
		if ( '' !== $where ) {
			mysqli_report( MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
			list( $host, $port, $user, $password, $schema ) = explode( ':', $where );
			$this->link = new mysqli( $host, $user, $password, $schema, (int) $port );
		}
	}
	public function prepare( $sql, $value ) {
		return str_replace( '%s', "'" . $value . "'", $sql );
	}
	public function get_var( $sql ) {
		return $this->link ? $this->link->query( $sql )->fetch_row()[0] : '1';
	}
	public function query( $sql ) {
		return $this->link ? (bool) $this->link->query( $sql ) : true;
	}
}
$GLOBALS['wpdb'] = new Wpdb_Standin( (string) getenv( 'TILLGATE_TEST_DB' ) );

/** A way out of a page. */
final class Redirected extends Exception {}

final class Session_Standin {
	public function get( $name ) {
		return isset( Shop::$session[ $name ] ) ? Shop::$session[ $name ] : null;
	}
	public function set( $name, $value ) {
		Shop::$session[ $name ] = $value;
	}
}
final class WC_Standin {
	public $session;
	public function __construct() {
		$this->session = new Session_Standin();
	}
	public function api_request_url( $name ) {
		return Shop::$home . '/wc-api/' . $name . '/';
	}
}
function WC() {
	static $wc = null;
	$wc = null === $wc ? new WC_Standin() : $wc;
	return $wc;
}

/** The gateway: answers are queued by "METHOD path"; every call is noted. */
function wp_remote_request( $url, $args ) {
	if ( null !== Shop::$network ) {
		return call_user_func( Shop::$network, $url, $args );
	}
	$path          = preg_replace( '#^https://pay\.example#', '', $url );
	Shop::$calls[] = array(
		'what' => $args['method'] . ' ' . $path,
		'key'  => isset( $args['headers']['Idempotency-Key'] ) ? $args['headers']['Idempotency-Key'] : null,
		'body' => isset( $args['body'] ) ? json_decode( $args['body'], true ) : null,
	);
	foreach ( Shop::$answers as $pattern => $answer ) {
		if ( preg_match( '#^' . $pattern . '$#', $args['method'] . ' ' . $path ) ) {
			return $answer instanceof WP_Error ? $answer : array(
				'code' => $answer[0],
				'body' => json_encode( $answer[1] ),
			);
		}
	}
	return new WP_Error( 'http_request_failed', 'nobody there' );
}
function wp_remote_post( $url, $args ) {
	if ( false !== strpos( $url, '/api/oauth/token' ) ) {
		return array(
			'code' => 200,
			'body' => '{"access_token":"t","expires_in":900}',
		);
	}
	Shop::$pushed[] = array(
		'url'     => $url,
		'body'    => $args['body'],
		'headers' => $args['headers'],
	);
	return Shop::$heard ? array(
		'code' => 200,
		'body' => '',
	) : new WP_Error( 'http_request_failed', 'nobody there' );
}
function wp_remote_get( $url, $args ) {
	return array(
		'code' => 200,
		'body' => json_encode( array( 'keys' => isset( Shop::$options['jwks'] ) ? Shop::$options['jwks'] : array() ) ),
	);
}
function wp_remote_retrieve_response_code( $answer ) {
	return $answer['code'];
}
function wp_remote_retrieve_body( $answer ) {
	return $answer['body'];
}
function is_wp_error( $thing ) {
	return $thing instanceof WP_Error;
}
function get_option( $name, $otherwise = false ) {
	return isset( Shop::$options[ $name ] ) ? Shop::$options[ $name ] : $otherwise;
}
function update_option( $name, $value, $autoload = null ) {
	Shop::$options[ $name ] = $value;
}
function delete_option( $name ) {
	unset( Shop::$options[ $name ] );
}
function get_transient( $name ) {
	return isset( Shop::$transients[ $name ] ) ? Shop::$transients[ $name ] : false;
}
function set_transient( $name, $value, $life = 0 ) {
	Shop::$transients[ $name ] = $value;
}
function delete_transient( $name ) {
	unset( Shop::$transients[ $name ] );
}
function home_url() {
	return Shop::$home;
}
function untrailingslashit( $text ) {
	return rtrim( $text, '/' );
}
function wp_json_encode( $thing ) {
	return json_encode( $thing );
}
function wp_strip_all_tags( $text ) {
	return strip_tags( $text );
}
function wc_add_notice( $text, $kind = 'success' ) {
	Shop::$notices[] = $text;
}
function determine_locale() {
	return Shop::$locale;
}
function get_woocommerce_currency() {
	return Shop::$currency;
}
function wc_get_price_decimals() {
	return Shop::$decimals;
}
function __( $text, $domain = '' ) {
	return $text;
}
function wc_get_logger() {
	return new class() {
		public function log( $level, $message, $context ) {
			Shop::$log[] = $level . ' ' . $message;
		}
	};
}
/** WordPress brings it along where PHP has none. */
if ( ! function_exists( 'mb_substr' ) ) {
	function mb_substr( $text, $from, $length ) {
		return implode( '', array_slice( preg_split( '//u', $text, -1, PREG_SPLIT_NO_EMPTY ), $from, $length ) );
	}
}
$GLOBALS['hooks'] = array();
function add_action( $hook, $call, $priority = 10, $args = 1 ) {
	$GLOBALS['hooks'][ $hook ][] = array( $call, $args );
}
function add_filter( $hook, $call, $priority = 10, $args = 1 ) {
	add_action( $hook, $call, $priority, $args );
}
function do_action( $hook, ...$given ) {
	foreach ( isset( $GLOBALS['hooks'][ $hook ] ) ? $GLOBALS['hooks'][ $hook ] : array() as $one ) {
		call_user_func_array( $one[0], array_slice( $given, 0, $one[1] ) );
	}
}
function clean_post_cache( $id ) {
	Kept::forget( $id );
}
function wp_cache_delete( $key, $group ) {}
function esc_html__( $text, $domain = '' ) {
	return $text;
}
function absint( $number ) {
	return abs( (int) $number );
}
function wp_unslash( $value ) {
	return $value;
}
function sanitize_text_field( $text ) {
	return trim( $text );
}
function get_query_var( $name ) {
	return isset( Shop::$query[ $name ] ) ? Shop::$query[ $name ] : '';
}
function is_wc_endpoint_url( $name ) {
	return Shop::$endpoint === $name;
}
function wp_safe_redirect( $url ) {
	throw new Redirected( $url );
}
function wp_redirect( $url ) {
	throw new Redirected( $url );
}
function current_user_can( $what ) {
	return true;
}
function check_admin_referer( $action ) {}
function get_current_user_id() {
	return 1;
}
function get_user_locale() {
	return 'zh_CN';
}
function get_user_meta( $user, $name, $single ) {
	return isset( Shop::$usermeta[ $name ] ) ? Shop::$usermeta[ $name ] : '';
}
function update_user_meta( $user, $name, $value ) {
	Shop::$usermeta[ $name ] = $value;
}
function delete_user_meta( $user, $name ) {
	unset( Shop::$usermeta[ $name ] );
}
function admin_url( $path ) {
	return Shop::$home . '/wp-admin/' . $path;
}
function rest_url( $path ) {
	return Shop::$home . '/wp-json/' . $path;
}
function add_query_arg( $name, $value, $url ) {
	return $url . ( false === strpos( $url, '?' ) ? '?' : '&' ) . $name . '=' . rawurlencode( $value );
}
function get_bloginfo( $what ) {
	return 'version' === $what ? '7.1' : 'Tea &amp; more';
}
function wp_specialchars_decode( $text ) {
	return htmlspecialchars_decode( $text, ENT_QUOTES );
}
function as_enqueue_async_action( $hook, $args, $group ) {
	Shop::$queue[] = array( 0, $hook, $args );
}
function as_schedule_single_action( $when, $hook, $args, $group ) {
	Shop::$queue[] = array( $when - time(), $hook, $args );
}
function as_schedule_recurring_action( $when, $every, $hook, $args, $group ) {
	Shop::$queue[] = array( $every, $hook, $args );
}
function as_has_scheduled_action( $hook, $args, $group ) {
	return in_array( $hook, array_column( Shop::$queue, 1 ), true );
}
function as_get_scheduled_actions( $wanted, $as ) {
	return array_keys(
		array_filter(
			Shop::$queue,
			function ( $one ) use ( $wanted ) {
				return ! isset( $wanted['hook'] ) ? false : array( $one[1], $one[2] ) === array( $wanted['hook'], $wanted['args'] );
			}
		)
	);
}
