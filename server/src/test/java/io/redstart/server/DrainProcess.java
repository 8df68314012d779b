package io.redstart.server;

/** A program with a server whose methods are slow, to be run in a JVM of its own. */
final class DrainProcess {
    private DrainProcess() {}

    public static void main(String[] args) {
        Main main = new Main(
                settings -> RedstartServer.builder()
                        .settings(settings)
                        .api(SlowApi.class)
                        .start(),
                jar -> "",
                new SettingsReader(System.getenv()),
                System.out,
                System.err);
        int code = main.run(args);
        if (code != Main.RUNNING) {
            System.exit(code);
        }
    }
}
