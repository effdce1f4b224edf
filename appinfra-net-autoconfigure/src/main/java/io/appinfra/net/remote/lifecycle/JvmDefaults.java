package io.appinfra.net.remote.lifecycle;

import java.util.Locale;
import java.util.TimeZone;

/**
 * What code can set for a whole JVM, and what cannot be seen to be set.
 *
 * @param timeZone the id of the time zone
 * @param locale the language tag of the locale
 * @param displayLocale the language tag of the locale of texts
 * @param formatLocale the language tag of the locale of numbers and dates
 */
public record JvmDefaults(String timeZone, String locale, String displayLocale, String formatLocale) {

	/**
	 * Return the defaults of this JVM.
	 * @return the defaults
	 */
	public static JvmDefaults current() {
		return new JvmDefaults(TimeZone.getDefault().getID(), Locale.getDefault().toLanguageTag(),
				Locale.getDefault(Locale.Category.DISPLAY).toLanguageTag(),
				Locale.getDefault(Locale.Category.FORMAT).toLanguageTag());
	}

	/**
	 * Make them the defaults of this JVM.
	 */
	public void apply() {
		TimeZone zone = TimeZone.getTimeZone(this.timeZone);
		if (zone.getID().equals(this.timeZone)) {
			TimeZone.setDefault(zone);
		}
		Locale.setDefault(Locale.forLanguageTag(this.locale));
		Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag(this.displayLocale));
		Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag(this.formatLocale));
	}

}
