/**
 * The sandbox bank: the other side of the wire, with its own book, pages and notifications. It shares nothing with the
 * gateway but the signature scheme. {@link dev.tillgate.provider.sandbox.bank.SandboxBank#handle} is a function from
 * request to reply; any host can serve it, or an
 * {@link dev.tillgate.provider.sandbox.bank.InProcessExchange} can call it without a wire.
 *
 * <h2>The wire</h2>
 *
 * <p>JSON over HTTP below the base address. {@code Authorization: Bearer sk_sandbox_…} names the merchant's account.
 * Amounts are whole minor units with an ISO 4217 code beside them, times are unix seconds. Every answer to a known key
 * is signed, see {@link dev.tillgate.provider.sandbox.SandboxSignature}; one that is not must not be believed.
 *
 * <table>
 * <caption>Requests; {@code {charge}} is the bank's id or the merchant's own reference</caption>
 * <tr><th>request</th><th>does</th></tr>
 * <tr><td>{@code POST /v1/charges}</td><td>starts a charge. Body: {@code reference, method, amount, currency, capture
 *     (automatic | manual), instrument?, order_reference, description, return_url, notify_url, locale, expires_at}</td></tr>
 * <tr><td>{@code GET /v1/charges/{charge}}</td><td>says how it stands; {@code 404 no_record} is evidence that there is
 *     none</td></tr>
 * <tr><td>{@code POST /v1/charges/{charge}/captures}</td><td>collects reserved money; body of this and the next two:
 *     {@code amount, currency}</td></tr>
 * <tr><td>{@code POST /v1/charges/{charge}/refunds}</td><td>gives money back</td></tr>
 * <tr><td>{@code POST /v1/charges/{charge}/void}</td><td>releases what is reserved, or shuts an unpaid charge. For a
 *     reference that never arrived it makes sure that it is never charged</td></tr>
 * <tr><td>{@code GET /v1/operations/{id or key}}</td><td>says how a capture, refund or void stands</td></tr>
 * <tr><td>{@code GET /v1/books?after=&limit=}</td><td>all charges of the account with their operations, oldest first;
 *     goes on at {@code next} while {@code more}</td></tr>
 * </table>
 *
 * <p>Every POST needs an {@code Idempotency-Key}; of a charge it is the reference. The same key with the same body is
 * answered with the same charge or operation as it is now (200 instead of 201); with another body it is
 * {@code 409 idempotency_mismatch} and nothing is done.
 *
 * <p>A charge is {@code awaiting_payer} (with {@code next}: {@code redirect}, {@code scan} or {@code transfer}),
 * {@code pending}, {@code authorized}, {@code captured}, {@code declined} (with {@code decline_code}) or
 * {@code closed}. A decline is an answer, not an error. Captured may differ from the amount: a transfer brings what was
 * sent. An operation is {@code pending}, {@code succeeded} or {@code failed} (with {@code failure_code}).
 *
 * <p>Errors are {@code {"error": {"code", "message"}}}: 400 {@code invalid_request, unknown_instrument}, 401
 * {@code invalid_key} (unsigned: there is no common secret), 404 {@code no_record, charge_not_found}, 409
 * {@code idempotency_mismatch, reference_closed}, 422 {@code amount_too_large, not_authorized, over_capture,
 * not_captured, over_refund, already_captured}, 429 {@code rate_limited}. After each of these nothing was done. After a
 * 5xx nobody knows.
 *
 * <p>Notifications are POSTed to {@code notify_url} for every change: {@code id} (the same in every repeat),
 * {@code type} ({@code charge.updated | operation.updated}), {@code account}, {@code created}, {@code data} (the charge
 * or operation as it was then, with its {@code version}). Any 2xx takes it; else it is repeated for about three hours,
 * freshly signed. They may come twice and out of order, like every provider's.
 *
 * <h2>Trouble</h2>
 *
 * <p>{@link dev.tillgate.provider.sandbox.bank.Scenario} has the instruments ({@code tok_…}) that make one charge go
 * wrong in one way, {@link dev.tillgate.provider.sandbox.bank.TestCards} the numbers for the card page, and a
 * {@link dev.tillgate.provider.simulator.FaultPlan} breaks requests and notifications by script or by chance.
 */
package dev.tillgate.provider.sandbox.bank;
