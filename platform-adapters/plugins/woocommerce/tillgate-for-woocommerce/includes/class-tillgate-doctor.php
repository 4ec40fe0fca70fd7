<?php
/**
 * What could go wrong.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Looks for what keeps payments from working, and says what to do.
 */
final class Tillgate_Doctor {
	/**
	 * All findings: what was looked at, whether it is well ("ok", "warn", "bad"), what to do.
	 *
	 * @return array[]
	 */
	public static function findings() {
		$found = array( self::address(), self::decimals(), self::permalinks(), self::signatures(), self::cache(), self::queue() );
		if ( Tillgate_Connection::is_copy() ) {
			// What was tested was tested by the original.
			$found[] = array( __( 'Connection', 'tillgate-for-woocommerce' ), 'bad', __( 'This site was copied from the one that is connected. It takes no payments until you connect it by itself.', 'tillgate-for-woocommerce' ) );
			return $found;
		}
		$found[] = self::methods();
		$tested  = get_transient( 'tillgate_tested' );
		return is_array( $tested ) ? array_merge( $found, $tested ) : $found;
	}

	/**
	 * Tries the connection in both directions.
	 *
	 * @return array[]
	 */
	public static function both_ways() {
		$there = __( 'This shop reaches the gateway', 'tillgate-for-woocommerce' );
		$back  = __( 'The gateway reaches this shop', 'tillgate-for-woocommerce' );
		$said  = Tillgate_Api::call( 'POST', '/api/connect/test' );
		if ( is_wp_error( $said ) ) {
			return array( array( $there, 'bad', $said->get_error_message() ) );
		}
		$found = array( array( $there, 'ok', '' ) );
		if ( empty( $said['reachable'] ) ) {
			$problem = isset( $said['problem'] ) ? $said['problem'] : '';
			$advice  = array(
				'address_refused' => __( 'The shop is on a private address. The gateway’s operator must allow that (TILLGATE_CALLBACK_ALLOW_PRIVATE).', 'tillgate-for-woocommerce' ),
				'blocked'         => __( 'Something in front of the shop blocks the gateway: a firewall, a security plugin, or “REST API disabled”. Please allow the address it calls.', 'tillgate-for-woocommerce' ),
				'no_connection'   => __( 'The shop’s address cannot be reached from the gateway. Please check DNS, firewall and certificate.', 'tillgate-for-woocommerce' ),
				'no_answer'       => __( 'The shop does not answer the gateway in time.', 'tillgate-for-woocommerce' ),
				'server_error'    => __( 'The shop answers the gateway with an error. Please look at its error log.', 'tillgate-for-woocommerce' ),
				'other_answer'    => __( 'Another page answers instead of this plugin: a cache, a maintenance page or another site. Please exclude /wp-json/tillgate/ and /wc-api/ from caching.', 'tillgate-for-woocommerce' ),
				'bad_signature'   => __( 'The answer was changed on its way. A caching or “optimizing” plugin or proxy may do that; please exclude the address.', 'tillgate-for-woocommerce' ),
			);
			$found[] = array( $back, 'bad', isset( $advice[ $problem ] ) ? $advice[ $problem ] : __( 'The gateway got no usable answer. Paid orders are still found when the buyer comes back, but later.', 'tillgate-for-woocommerce' ) );
			return $found;
		}
		$fallback = isset( $said['via'] ) && 'wc-api' === $said['via'];
		$found[]  = array( $back, $fallback ? 'warn' : 'ok', $fallback ? __( 'By its second address only: the REST API is blocked here. That works.', 'tillgate-for-woocommerce' ) : '' );
		$skew     = isset( $said['clock_skew_ms'] ) ? abs( (int) $said['clock_skew_ms'] ) : 0;
		$found[]  = array(
			__( 'Clock', 'tillgate-for-woocommerce' ),
			$skew > 240000 ? 'bad' : ( $skew > 30000 ? 'warn' : 'ok' ),
			/* translators: %d: seconds. */
			$skew > 30000 ? sprintf( __( 'The clocks of shop and gateway differ by %d seconds; beyond five minutes messages are refused. Please have the server’s clock set (NTP).', 'tillgate-for-woocommerce' ), (int) round( $skew / 1000 ) ) : '',
		);
		return $found;
	}

	/**
	 * Whether the shop is served by TLS.
	 *
	 * @return array
	 */
	private static function address() {
		$safe = 0 === stripos( home_url(), 'https://' );
		return array( __( 'Secure address', 'tillgate-for-woocommerce' ), $safe ? 'ok' : 'warn', $safe ? '' : __( 'The shop is not served by https. Payments work, but buyers’ data on the shop’s own pages is not protected.', 'tillgate-for-woocommerce' ) );
	}

	/**
	 * Whether the shop's decimals fit its currency.
	 *
	 * @return array
	 */
	private static function decimals() {
		$currency = get_woocommerce_currency();
		$needed   = Tillgate_Money::decimals( $currency );
		$fits     = Tillgate_Money::fits( wc_get_price_decimals(), $currency );
		/* translators: 1: number of decimals, 2: currency. */
		return array( __( 'Decimals', 'tillgate-for-woocommerce' ), $fits ? 'ok' : 'bad', $fits ? '' : sprintf( __( 'Set “Number of decimals” to %1$d under WooCommerce → Settings → General: %2$s has no more. Until then Tillgate is not offered.', 'tillgate-for-woocommerce' ), $needed, $currency ) );
	}

	/**
	 * Whether the store has a method for the shop's currency.
	 *
	 * @return array
	 */
	private static function methods() {
		$currency = get_woocommerce_currency();
		$why      = Tillgate_Gateway::why_not( $currency );
		$texts    = array(
			'not connected' => __( 'The shop is not connected yet.', 'tillgate-for-woocommerce' ),
			'methods'       => __( 'Your store offers no payment method yet. Please add one in the gateway.', 'tillgate-for-woocommerce' ),
			/* translators: %s: currency. */
			'currency'      => sprintf( __( 'No payment method of your store takes %s. Please add one in the gateway.', 'tillgate-for-woocommerce' ), $currency ),
		);
		return array( __( 'Payment methods', 'tillgate-for-woocommerce' ), isset( $texts[ $why ] ) ? 'bad' : 'ok', isset( $texts[ $why ] ) ? $texts[ $why ] : '' );
	}

	/**
	 * Whether pages are kept.
	 *
	 * @return array
	 */
	private static function cache() {
		$on = defined( 'WP_CACHE' ) && WP_CACHE;
		return array( __( 'Caching', 'tillgate-for-woocommerce' ), $on ? 'warn' : 'ok', $on ? __( 'A page cache is switched on. Please make sure that it leaves out cart, checkout, /wp-json/tillgate/ and /wc-api/.', 'tillgate-for-woocommerce' ) : '' );
	}

	/**
	 * Whether addresses are the pretty ones.
	 *
	 * @return array
	 */
	private static function permalinks() {
		$pretty = '' !== (string) get_option( 'permalink_structure' );
		return array( __( 'Permalinks', 'tillgate-for-woocommerce' ), $pretty ? 'ok' : 'warn', $pretty ? '' : __( 'Plain permalinks work, but some servers block them for machines. “Post name” under Settings → Permalinks is safer.', 'tillgate-for-woocommerce' ) );
	}

	/**
	 * Whether both kinds of signatures can be checked.
	 *
	 * @return array
	 */
	private static function signatures() {
		$can = function_exists( 'openssl_verify' ) || function_exists( 'sodium_crypto_sign_verify_detached' );
		return array( __( 'Signatures', 'tillgate-for-woocommerce' ), $can ? 'ok' : 'warn', $can ? '' : __( 'PHP has neither openssl nor sodium: one of two signatures cannot be checked. The other one still is.', 'tillgate-for-woocommerce' ) );
	}

	/**
	 * Whether the shop's queue is there and runs.
	 *
	 * @return array
	 */
	private static function queue() {
		$name = __( 'Background queue', 'tillgate-for-woocommerce' );
		if ( ! function_exists( 'as_get_scheduled_actions' ) ) {
			return array( $name, 'bad', __( 'WooCommerce’s queue (Action Scheduler) is missing: the gateway does not hear of changed orders.', 'tillgate-for-woocommerce' ) );
		}
		$late = as_get_scheduled_actions(
			array(
				'group'        => Tillgate_Push::GROUP,
				'status'       => 'pending',
				'date'         => gmdate( 'Y-m-d H:i:s', time() - 30 * MINUTE_IN_SECONDS ),
				'date_compare' => '<=',
				'per_page'     => 1,
			),
			'ids'
		);
		return array( $name, empty( $late ) ? 'ok' : 'warn', empty( $late ) ? '' : __( 'WooCommerce’s queue (Scheduled Actions) is more than half an hour late. Please ask your host to call wp-cron.php every minute.', 'tillgate-for-woocommerce' ) );
	}
}
