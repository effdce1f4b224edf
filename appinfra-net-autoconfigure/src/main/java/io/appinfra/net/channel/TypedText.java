package io.appinfra.net.channel;

/**
 * A value that its type and a text describe.
 *
 * @param type what the type is called
 * @param text the value
 */
public record TypedText(String type, String text) {

}
