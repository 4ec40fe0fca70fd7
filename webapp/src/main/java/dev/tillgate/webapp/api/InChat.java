package dev.tillgate.webapp.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The method is for who holds the conversation's token, or the store's access token with {@code chat:write}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface InChat {}
