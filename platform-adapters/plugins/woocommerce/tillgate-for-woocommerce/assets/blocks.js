/* Shows the payment method in WooCommerce's Checkout block. */
( function ( registry, settings, element, entities ) {
	'use strict';
	if ( ! registry || ! settings ) {
		return;
	}
	var data = ( settings.getPaymentMethodData ? settings.getPaymentMethodData( 'tillgate', {} ) : settings.getSetting( 'tillgate_data', {} ) ) || {};
	var label = entities.decodeEntities( data.title || 'Tillgate' );
	function Label( props ) {
		return element.createElement( props.components.PaymentMethodLabel, { text: label } );
	}
	function Content() {
		return element.createElement( element.RawHTML, null, data.description || '' );
	}
	registry.registerPaymentMethod( {
		name: 'tillgate',
		paymentMethodId: 'tillgate',
		label: element.createElement( Label, null ),
		ariaLabel: label,
		content: element.createElement( Content, null ),
		edit: element.createElement( Content, null ),
		canMakePayment: function () {
			return true;
		},
		supports: { features: data.supports || [ 'products' ] },
	} );
} )( window.wc && window.wc.wcBlocksRegistry, window.wc && window.wc.wcSettings, window.wp.element, window.wp.htmlEntities );
