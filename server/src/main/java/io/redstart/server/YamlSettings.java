package io.redstart.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** Reads settings from a YAML file, each with its line. The parser is used without a mapper, which would start slowly. */
final class YamlSettings {
    private final String file;
    private final Map<String, GivenSetting> settings = new LinkedHashMap<>();
    private final List<String> mistakes;

    private YamlSettings(String file, List<String> mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    /**
     * Reads a file.
     *
     * @param path the file
     * @param mistakes where mistakes are added
     * @return what it gives; nested keys are joined with dots, lists with commas
     */
    static List<GivenSetting> read(Path path, List<String> mistakes) {
        YamlSettings yaml = new YamlSettings(path.getFileName().toString(), mistakes);
        try (Reader text = Files.newBufferedReader(path);
                JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            yaml.document(parser);
        } catch (NoSuchFileException e) {
            mistakes.add(path + ": there is no such file");
        } catch (IOException e) {
            mistakes.add(path + ": cannot be read (" + e + ")");
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            String message = e.getOriginalMessage().lines().findFirst().orElse("");
            mistakes.add(yaml.file + ":" + line + ": is not YAML (" + message + ")");
        }
        return new ArrayList<>(yaml.settings.values());
    }

    private void document(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            object(parser, "");
        } else if (first != null && first != JsonToken.VALUE_NULL) {
            mistakes.add(at(parser) + ": " + parser.getString() + " (expected: settings, as in 'http: {port: 8080}')");
        }
    }

    private void object(JsonParser parser, String path) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = path + parser.currentName();
            String origin = at(parser);
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                int before = settings.size();
                object(parser, key + ".");
                if (settings.size() == before) {
                    add(new GivenSetting(key, "", origin, true));
                }
            } else if (value == JsonToken.START_ARRAY) {
                add(key, list(parser, key), origin);
            } else if (value == JsonToken.VALUE_NULL) {
                add(new GivenSetting(key, "", origin, true));
            } else {
                add(key, parser.getString(), origin);
            }
        }
    }

    private String list(JsonParser parser, String key) {
        List<String> items = new ArrayList<>();
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            String text = item.isScalarValue() ? parser.getString() : "";
            if (!item.isScalarValue() || text.contains(",")) {
                mistakes.add(key + ": a list (expected: of plain values without commas), from " + at(parser));
                parser.skipChildren();
            }
            items.add(text);
        }
        return String.join(", ", items);
    }

    private void add(String key, String text, String origin) {
        add(new GivenSetting(key, text, origin));
    }

    private void add(GivenSetting setting) {
        GivenSetting before = settings.put(setting.key(), setting);
        if (before != null) {
            mistakes.add(setting.key() + ": given twice, from " + before.origin() + " and " + setting.origin());
        }
    }

    private String at(JsonParser parser) {
        return file + ":" + parser.currentTokenLocation().getLineNr();
    }
}
