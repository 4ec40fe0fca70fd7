/**
 * What the API says and is told, as JSON: each record is one object of the wire in snake case, and the OpenAPI document
 * is made from them. A component that is {@code @Nullable} is left out when there is nothing to say.
 */
package dev.tillgate.webapp.api.shape;
