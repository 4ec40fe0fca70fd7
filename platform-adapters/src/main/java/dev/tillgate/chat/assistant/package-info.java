/** The payment assistant: understands what a buyer writes, and answers with facts of the gateway only. */
@org.jspecify.annotations.NullMarked
package dev.tillgate.chat.assistant;
