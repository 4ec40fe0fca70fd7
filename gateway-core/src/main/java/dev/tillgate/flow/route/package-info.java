/**
 * Through which of a store's provider accounts a payment is tried. {@link dev.tillgate.flow.route.Route} decides,
 * purely, from a {@link dev.tillgate.flow.route.Question}; the answer is kept beside the attempt and can be worked out
 * again from it. Ports say where rules, live rates and the state of circuit breakers come from.
 */
package dev.tillgate.flow.route;
