/** Our pages within a shop's own pages: the settings page in its administration, and what its checkout asks. */
@org.jspecify.annotations.NullMarked
package dev.tillgate.webapp.embedded;
