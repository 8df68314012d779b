package io.redstart.server;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The commands and their options. They are written down as objects, which starts faster than annotations would. */
final class CommandTree {
    private CommandTree() {}

    static int execute(Main main, PrintStream out, PrintStream err, String... args) {
        CommandSpec root = withSettings(command("redstart", "Runs a server. Jars dropped into ./apis are deployed."));
        root.version("redstart " + Version.text());
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Prints the version.")
                .build());
        root.addSubcommand("run", withSettings(command("run", "Runs a server; the same without a command.")));
        root.addSubcommand(
                "config", withSettings(command("config", "Prints the settings in force, each with where it is from.")));
        root.addSubcommand("types", types());
        root.addSubcommand(
                "rehearse",
                command(
                        "rehearse",
                        "Starts an empty server, lets a client in, and stops; used by 'redstart archive'."));
        CommandLine line = new CommandLine(root);
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setExecutionStrategy(parsed -> {
            Integer help = CommandLine.executeHelpRequest(parsed);
            return help == null ? dispatch(main, parsed) : help;
        });
        return line.execute(args);
    }

    private static int dispatch(Main main, ParseResult parsed) {
        ParseResult last = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        String command = last.commandSpec().name();
        if (command.equals("types")) {
            return main.types(last.matchedOptionValue("--jar", Path.of("")), path(last, "--out"));
        }
        if (command.equals("rehearse")) {
            return main.rehearse();
        }
        Path file = path(last, "--settings") == null ? path(parsed, "--settings") : path(last, "--settings");
        List<String> set = new ArrayList<>(parsed.matchedOptionValue("--set", List.<String>of()));
        if (last != parsed) {
            set.addAll(last.matchedOptionValue("--set", List.<String>of()));
        }
        return command.equals("config") ? main.config(file, set) : main.serve(file, set);
    }

    private static @Nullable Path path(ParseResult parsed, String option) {
        return parsed.hasMatchedOption(option) ? parsed.matchedOption(option).getValue() : null;
    }

    private static CommandSpec command(String name, String description) {
        CommandSpec command = CommandSpec.create().name(name);
        command.usageMessage().description(description);
        command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Prints this.")
                .build());
        return command;
    }

    private static CommandSpec withSettings(CommandSpec command) {
        command.addOption(OptionSpec.builder("--settings")
                .paramLabel("<file>")
                .type(Path.class)
                .description("A YAML file with settings; ./redstart.yaml is read if it is there.")
                .build());
        command.addOption(OptionSpec.builder("--set")
                .paramLabel("<key=value>")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("One setting, such as http.port=8081; goes before file and environment.")
                .build());
        return command;
    }

    private static CommandSpec types() {
        CommandSpec command = command("types", "Writes the TypeScript types of the APIs in a jar.");
        command.addOption(OptionSpec.builder("--jar")
                .paramLabel("<jar>")
                .type(Path.class)
                .required(true)
                .description("The jar.")
                .build());
        command.addOption(OptionSpec.builder("--out")
                .paramLabel("<file>")
                .type(Path.class)
                .description("Where to write them; without it they are printed.")
                .build());
        return command;
    }
}
