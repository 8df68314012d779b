package io.redstart.server.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a documentation comment of Java into one of TypeScript. */
final class TypeScriptDocs {
    private static final Pattern PRE = Pattern.compile("(?is)<pre>\\s*(.*?)\\s*</pre>");
    private static final Pattern HELD = Pattern.compile("\0(\\d+)\0");
    private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^>]*>");
    private static final Pattern NUMBERED = Pattern.compile("&#(\\d{1,4});");
    private static final Pattern BLOCK = Pattern.compile("(?m)^(?=\\s*@\\w)");

    /** Code, kept apart so that nothing in it is taken for a tag. */
    private final List<String> held = new ArrayList<>();

    private TypeScriptDocs() {}

    /**
     * Converts a comment.
     *
     * @param comment the text of a Java comment, without stars; may be empty
     * @param parameters the names that parameters have for clients, by their names in Java; others are left out
     * @return the text of a TSDoc comment, without stars; may be empty
     */
    static String of(String comment, Map<String, String> parameters) {
        TypeScriptDocs docs = new TypeScriptDocs();
        String held = docs.inlineTags(docs.samples(comment));
        StringBuilder out = new StringBuilder();
        for (String part : BLOCK.split(held, -1)) {
            String text = part.strip();
            String line = text.startsWith("@") ? docs.tag(text, parameters) : docs.text(text);
            if (!line.isEmpty()) {
                out.append(out.isEmpty() ? "" : "\n").append(line);
            }
        }
        return out.toString().replace("*/", "*\\/");
    }

    private String tag(String text, Map<String, String> parameters) {
        String[] words = text.split("\\s+", 2);
        String rest = words.length == 2 ? words[1] : "";
        return switch (words[0]) {
            case "@return" -> "@returns " + line(rest);
            case "@deprecated" -> "@deprecated " + line(rest);
            case "@param" -> {
                String[] named = rest.split("\\s+", 2);
                String name = parameters.get(named[0]);
                yield name == null || named.length < 2 ? "" : "@param " + name + " " + line(named[1]);
            }
            default -> "";
        };
    }

    /** Tags hold one paragraph. */
    private String line(String text) {
        return text(text.replaceAll("\\s*\n\\s*", " "));
    }

    private String samples(String comment) {
        return PRE.matcher(comment).replaceAll(found -> hold("\n```\n" + code(found.group(1)) + "\n```\n"));
    }

    private String text(String comment) {
        String text = comment.replaceAll("(?is)<code>(.*?)</code>", "`$1`")
                .replaceAll("(?i)\\s*<p>\\s*", "\n\n")
                .replaceAll("(?i)\\s*<li>\\s*", "\n- ")
                .replaceAll("(?i)<br */?>\\s*", "\n");
        text = entities(TAG.matcher(text).replaceAll(""));
        text = HELD.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(held.get(Integer.parseInt(found.group(1)))));
        return text.replaceAll("(?m)[ \t]+$", "").replaceAll("\n{3,}", "\n\n").strip();
    }

    private String hold(String text) {
        held.add(text);
        return "\0" + (held.size() - 1) + "\0";
    }

    private static String code(String text) {
        boolean tagged = text.startsWith("{@code") && text.endsWith("}");
        return tagged ? text.substring("{@code".length(), text.length() - 1).strip() : entities(text);
    }

    private String inlineTags(String text) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf("{@"); at >= 0; at = text.indexOf("{@", from)) {
            int end = closing(text, at);
            out.append(text, from, at).append(inlineTag(text.substring(at + 2, end)));
            from = Math.min(text.length(), end + 1);
        }
        return out.append(text.substring(from)).toString();
    }

    /** Where the brace that is opened at an index closes, or the text's end. */
    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private String inlineTag(String tag) {
        String[] words = tag.strip().split("\\s+", 2);
        String rest = words.length == 2 ? words[1] : "";
        return switch (words[0]) {
            case "code" -> hold("`" + rest + "`");
            case "literal" -> hold(rest);
            case "link", "linkplain" -> link(rest);
            default -> "";
        };
    }

    /** {@code pack.Type#method(Type) label} */
    private String link(String text) {
        int space = text.indexOf(' ', Math.max(0, text.indexOf(')')));
        if (space > 0) {
            return text.substring(space + 1).strip();
        }
        String target = text.replaceAll("\\(.*", "").replaceFirst("^#", "").replace('#', '.');
        return hold("`" + target.replaceFirst("^(?:[a-z_0-9]+\\.)+(?=[A-Z])", "") + "`");
    }

    private static String entities(String text) {
        String decimal = NUMBERED.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1)))));
        return decimal.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
    }
}
