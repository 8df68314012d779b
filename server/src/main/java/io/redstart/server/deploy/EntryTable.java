package io.redstart.server.deploy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The table at the end of a zip file, read for what {@code java.util.zip} does not tell: which entries are symbolic
 * links, and how many entries there are before they are all turned into objects.
 *
 * @param count how many entries
 * @param symbolicLinks the names of those that are symbolic links
 */
record EntryTable(int count, List<String> symbolicLinks) {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_SIZE = 46;
    private static final int MADE_BY_UNIX = 3;
    private static final int FILE_TYPE = 0xF000;
    private static final int LINK = 0xA000;

    static EntryTable read(byte[] zip) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int end = end(bytes);
        int at = bytes.getInt(end + 16);
        int count = 0;
        List<String> links = new ArrayList<>();
        while (at >= 0 && at <= end - ENTRY_SIZE && bytes.getInt(at) == ENTRY_SIGNATURE) {
            count++;
            int nameLength = unsigned(bytes, at + 28);
            int mode = unsigned(bytes, at + 40);
            if (bytes.get(at + 5) == MADE_BY_UNIX && (mode & FILE_TYPE) == LINK) {
                int length = Math.min(nameLength, end - at - ENTRY_SIZE);
                links.add(new String(zip, at + ENTRY_SIZE, length, StandardCharsets.UTF_8));
            }
            at += ENTRY_SIZE + nameLength + unsigned(bytes, at + 30) + unsigned(bytes, at + 32);
        }
        if (at != end) {
            throw new IOException("its table of entries is damaged");
        }
        return new EntryTable(count, links);
    }

    private static int end(ByteBuffer bytes) throws IOException {
        for (int at = bytes.limit() - END_SIZE; at >= 0 && at >= bytes.limit() - END_SIZE - 0xFFFF; at--) {
            if (bytes.getInt(at) == END_SIGNATURE && at + END_SIZE + unsigned(bytes, at + 20) == bytes.limit()) {
                return at;
            }
        }
        throw new IOException("it has no table of entries");
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }
}
