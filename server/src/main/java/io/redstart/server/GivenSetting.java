package io.redstart.server;

/**
 * A setting that somebody gave.
 *
 * @param key its name, with dots between levels
 * @param text its value as it was written
 * @param origin where it was written: {@code redstart.yaml:3}, {@code REDSTART_HTTP_PORT}, {@code --set}
 * @param bare whether it was written without a value, which mostly is as if it was not written
 */
record GivenSetting(String key, String text, String origin, boolean bare) {
    GivenSetting(String key, String text, String origin) {
        this(key, text, origin, false);
    }
}
