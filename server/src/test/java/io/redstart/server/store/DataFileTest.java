package io.redstart.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.server.channel.ChannelRule;
import io.redstart.server.channel.ChannelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told to the file is there again when it is opened anew. */
@Timeout(60)
class DataFileTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private static final Map<String, ChannelRule> RULES =
            Map.of("room:*", new ChannelRule(List.of("users"), null, List.of("a", "b"), null, null, false));

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private @Nullable DataFile open;

    private DataFile open() throws IOException {
        DataFile opened = DataFile.open(folder, () -> now);
        open = opened;
        return opened;
    }

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    private DataFile again() throws IOException {
        close();
        return open();
    }

    private static List<String> kept(ChannelStore store) {
        List<String> all = new ArrayList<>();
        store.load(new ChannelStore.Loading() {
            @Override
            public void state(String channel, @Nullable String user, byte[] json, long lastsMillis) {
                all.add(channel + " " + user + " " + new String(json, UTF_8)
                        + (lastsMillis == FOR_EVER ? "" : " for " + lastsMillis));
            }

            @Override
            public void grant(String channel, String user) {
                all.add(channel + " grants " + user);
            }
        });
        return all;
    }

    private static void await(DataFile file) throws Exception {
        file.durable().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static byte[] json(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void keepsNamespacesStatesAndGrants() throws Exception {
        DataFile file = open();
        file.put("shop", new KeptNamespace("hush", true, RULES));
        file.put("games", new KeptNamespace("still hush", false, Map.of()));
        ChannelStore shop = file.channels("shop");
        shop.state("room:1", null, json("{\"a\":1}"), FOR_EVER);
        shop.state("room:1", "joe", json("7"), 5_000);
        shop.state("room:1", "a\nb", json("8"), FOR_EVER);
        shop.grant("#room", "ann", true);
        shop.grant("#room", "joe", true);
        shop.grant("#room", "joe", false);
        file.channels("games").state("room:1", null, json("2"), FOR_EVER);

        now = now.plusSeconds(2);
        DataFile later = again();
        assertThat(later.namespaces())
                .containsOnlyKeys("shop", "games")
                .containsEntry("shop", new KeptNamespace("hush", true, RULES))
                .containsEntry("games", new KeptNamespace("still hush", false, Map.of()));
        assertThat(kept(later.channels("shop")))
                .containsExactlyInAnyOrder(
                        "room:1 null {\"a\":1}", "room:1 joe 7 for 3000", "room:1 a\nb 8", "#room grants ann");
        assertThat(kept(later.channels("games"))).containsExactly("room:1 null 2");
        assertThat(kept(later.channels("sho"))).isEmpty();
    }

    @Test
    void keepsNoStateThatHasEndedOrWasDeleted() throws Exception {
        ChannelStore shop = open().channels("shop");
        shop.state("a", null, json("1"), 1_000);
        shop.state("b", null, json("1"), FOR_EVER);
        shop.state("b", null, null, FOR_EVER);
        now = now.plusSeconds(1);
        assertThat(kept(again().channels("shop"))).isEmpty();
        now = now.minusSeconds(1);
        assertThat(kept(again().channels("shop"))).isEmpty();
    }

    @Test
    void forgetsANamespaceWithAllOfIt() throws Exception {
        DataFile file = open();
        file.put("shop", new KeptNamespace("hush", true, RULES));
        ChannelStore shop = file.channels("shop");
        shop.state("a", null, json("1"), FOR_EVER);
        file.channels("shop2").state("a", null, json("1"), FOR_EVER);
        await(file);
        file.remove("shop", shop);
        shop.state("late", null, json("1"), FOR_EVER);
        DataFile later = again();
        assertThat(later.namespaces()).isEmpty();
        assertThat(kept(later.channels("shop"))).isEmpty();
        assertThat(kept(later.channels("shop2"))).containsExactly("a null 1");
    }

    @Test
    void keepsTheLastOfManyChanges() throws Exception {
        DataFile file = open();
        ChannelStore shop = file.channels("shop");
        for (int i = 1; i <= 5_000; i++) {
            shop.state("a", null, json("" + i), FOR_EVER);
            if (i % 100 == 0) {
                await(file);
            }
        }
        assertThat(kept(again().channels("shop"))).containsExactly("a null 5000");
    }

    @Test
    void isDurableBeforeItIsClosed() throws Exception {
        DataFile file = open();
        file.channels("shop").state("a", null, json("1"), FOR_EVER);
        await(file);
        // what another process would find if this one were killed now
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        Files.copy(folder.resolve(DataFile.NAME), copy.resolve(DataFile.NAME));
        try (DataFile found = DataFile.open(copy, () -> now)) {
            assertThat(kept(found.channels("shop"))).containsExactly("a null 1");
        }
    }

    @Test
    void isOnlyItsOwnersToRead() throws Exception {
        open();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(DataFile.NAME))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAFileThatIsBroken() throws Exception {
        Path file = folder.resolve(DataFile.NAME);
        Files.write(file, "This is no store. ".repeat(1_000).getBytes(UTF_8));
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toAbsolutePath() + " is broken: ");
        assertThat(Files.readString(file)).startsWith("This is no store.");
    }

    @Test
    void refusesAFileOfANewerServer() throws Exception {
        Path file = folder.resolve(DataFile.NAME);
        try (MVStore store = MVStore.open(file.toString())) {
            MVMap<String, byte[]> values = store.openMap(
                    "values",
                    new MVMap.Builder<String, byte[]>()
                            .keyType(StringDataType.INSTANCE)
                            .valueType(ByteArrayDataType.INSTANCE));
            values.put("format", new byte[] {2});
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessage(file.toAbsolutePath() + " was written by a newer server");
    }

    @Test
    void refusesAFileThatIsInUse() throws Exception {
        open();
        assertThatThrownBy(() -> DataFile.open(folder, () -> now))
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve(DataFile.NAME).toAbsolutePath() + " is used by another server");
    }

    @Test
    void refusesAFolderThatIsNone() throws Exception {
        Path none = Files.createFile(folder.resolve("none"));
        assertThatThrownBy(() -> DataFile.open(none, () -> now))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(none.resolve(DataFile.NAME).toAbsolutePath() + " cannot be made (");
    }
}
