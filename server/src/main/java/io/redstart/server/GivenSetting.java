package io.redstart.server;

/**
 * A setting that somebody gave.
 *
 * @param key its name, with dots between levels
 * @param text its value as it was written
 * @param origin where it was written: {@code redstart.yaml:3}, {@code REDSTART_HTTP_PORT}, {@code --set}
 */
record GivenSetting(String key, String text, String origin) {}
