package io.redstart.server.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PEM file: blocks of bytes, each under the name of what it is.
 *
 * @param name the setting's name and the file's, for mistakes
 * @param blocks in the order of the file
 */
record PemFile(String name, List<Block> blocks) {
    private static final long MAX_SIZE = 1024 * 1024;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----\\s*([\\s\\S]*?)-----END \\1-----");

    /** One thing in it. */
    static final class Block {
        private final String kind;
        private final byte[] bytes;

        Block(String kind, byte[] bytes) {
            this.kind = kind;
            this.bytes = bytes;
        }
    }

    static PemFile read(String setting, Path file) throws TlsFileException {
        String name = setting + ": " + file;
        String text;
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw new TlsFileException(name + " (expected: a PEM file of at most 1MiB)");
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw new TlsFileException(name + " (expected: a PEM file, but there is no such file)");
        } catch (IOException unreadable) {
            throw new TlsFileException(name + " (expected: a PEM file that can be read, but: " + unreadable + ")");
        }
        List<Block> blocks = new ArrayList<>();
        Matcher next = BLOCK.matcher(text);
        while (next.find()) {
            blocks.add(new Block(next.group(1), decoded(name, next.group(1), next.group(2))));
        }
        return new PemFile(name, blocks);
    }

    private static byte[] decoded(String name, String kind, String text) throws TlsFileException {
        if (text.contains(":")) {
            // headers of the old form, which only say how it is encrypted
            return new byte[0];
        }
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException broken) {
            throw new TlsFileException(name + " (expected: base64 in its block " + kind + ")");
        }
    }

    List<byte[]> all(String kind) {
        return blocks.stream()
                .filter(block -> block.kind.equals(kind))
                .map(block -> block.bytes)
                .toList();
    }

    /** What is in it, in words. */
    String found() {
        return blocks.isEmpty()
                ? "no PEM"
                : String.join(
                        ", ",
                        blocks.stream().map(block -> block.kind).distinct().toList());
    }
}
