package io.redstart.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which version of the server this is, as the build wrote it down. */
public final class Version {
    private Version() {}

    /**
     * The version of the server.
     *
     * @return such as {@code 0.1.0}
     */
    public static String text() {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            return "unknown";
        }
        return build.getProperty("version", "unknown");
    }
}
