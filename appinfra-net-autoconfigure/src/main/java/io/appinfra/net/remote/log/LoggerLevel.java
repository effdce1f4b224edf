package io.appinfra.net.remote.log;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogLevel;

/**
 * The level that a logger has been given at runtime.
 *
 * @param logger the name of the logger
 * @param level the level, {@code null} for that of the logger's parent
 */
public record LoggerLevel(String logger, @Nullable LogLevel level) {

}
