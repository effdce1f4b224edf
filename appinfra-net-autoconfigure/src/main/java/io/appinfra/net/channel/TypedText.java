package io.appinfra.net.channel;

/**
 * A value that is told by its type and a text.
 *
 * @param type what the type is called
 * @param text the value
 */
public record TypedText(String type, String text) {

}
