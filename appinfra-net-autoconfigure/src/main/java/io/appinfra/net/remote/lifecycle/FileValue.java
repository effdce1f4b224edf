package io.appinfra.net.remote.lifecycle;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

import org.springframework.core.io.InputStreamSource;

/**
 * The value of a property that is a file: a text, or bytes for those who want them.
 */
final class FileValue implements CharSequence, InputStreamSource {

	private final String text;

	private final byte[] content;

	FileValue(String text, byte[] content) {
		this.text = text;
		this.content = content;
	}

	@Override
	public InputStream getInputStream() {
		return new ByteArrayInputStream(this.content);
	}

	@Override
	public int length() {
		return this.text.length();
	}

	@Override
	public char charAt(int index) {
		return this.text.charAt(index);
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return this.text.subSequence(start, end);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
