package io.redstart.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.server.invocation.PacketSettings;
import io.redstart.server.registry.Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypeScriptTest {
    private static final String TODOS = """
            package todo;
            import io.redstart.api.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.stream.*;
            import org.jspecify.annotations.Nullable;

            /** What is to be <b>done</b>. */
            @Api("todos")
            public class Todos {
                /**
                 * Adds a {@link Todo}, as in {@code add("milk")}.
                 *
                 * <p>Ends in *&#47; here.
                 *
                 * @param text what it says
                 * @param session who adds it
                 * @return the new one
                 * @throws RoomFull if there are too many
                 */
                @Call public Todo add(String text, Session session) { throw new RoomFull(); }

                /**
                 * Finds some.
                 *
                 * @param filter only these
                 */
                @Call public CompletionStage<Page<Todo>> list(
                        @Default("OPEN") Filter filter, @Default("20") int limit, Optional<Instant> since) { return null; }
                @Call public @Nullable Todo find(@Nullable String text, long id) { return null; }
                @Call public Stream<Todo> feed(@Nullable Instant since) { return null; }
                @Call public void delete(long id, @Param("in") boolean really) {}
                @Call("new") public CompletionStage<Void> create(Draft draft) { return null; }
                @Call public Map<Filter, List<Todo>> byFilter() { return null; }
                @Call public Shape shape(Shape shape) { return null; }
                @Call public Node tree() { return null; }

                /** Toggles one. */
                @OnAction public void toggled(Toggled action) {}
                @OnAction("todos/renamed") public void renamed(Draft draft) {}
                @OnAction("todos/anything") public void anything(Action action) {}
                @OnEvent("looked") public void looked(Todo at) {}
            }
            """;
    private static final String HANDS = """
            package todo;
            import io.redstart.api.*;
            @Api public class Hands {
                @Call @NonBlocking public String clap(int numberOfHands) { return ""; }
            }
            """;
    private static final String DATA = """
            package todo;
            import com.fasterxml.jackson.annotation.*;
            import java.time.Instant;
            import java.util.*;
            import org.jspecify.annotations.Nullable;

            /**
             * One thing to do.
             *
             * @param id its number, never reused
             * @param note more about it; a {@code null} says nothing
             */
            record Todo(
                    long id, String text,
                    boolean done,
                    @Nullable String note,
                    @JsonProperty("due-at") Instant due,
                    Optional<Todo> parent,
                    Filter state) {
                @JsonIgnore public String secret() { return ""; }
            }

            /** A part of a list. */
            record Page<T>(List<T> items, @Nullable String next) {}

            /** Which ones. */
            enum Filter { OPEN, @JsonProperty("done") DONE }

            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
            @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle"),
                    @JsonSubTypes.Type(value = Square.class, name = "square")})
            sealed interface Shape permits Circle, Square {}
            record Circle(double radius) implements Shape {}
            record Square(double side) implements Shape {}

            /** Refers to itself. */
            record Node(String name, List<Node> children) {}

            /** Not a record. */
            class Draft {
                /** What it says. */
                private String text = "";
                private List<String> tags = List.of();
                public String getText() { return text; }
                public void setText(String text) { this.text = text; }
                public @Nullable List<String> getTags() { return tags; }
                public void setTags(@Nullable List<String> tags) { this.tags = tags; }
                public int getLength() { return text.length(); }
                @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) public String getPassword() { return ""; }
                public void setPassword(String password) {}
            }
            """;
    private static final String[] MARKED = {
        "package todo; @io.redstart.api.ActionType(\"todos/added\") public record Added(Todo todo) {}",
        "package todo; @io.redstart.api.ActionType(\"todos/toggled\") public record Toggled(long id) {}",
        "package todo; @io.redstart.api.ActionType(\"todos/cleared\") public record Cleared() {}",
        "package todo; /** Somebody types. */ @io.redstart.api.EventType(\"typing\") public record Typing(String who) {}",
        "package todo; @io.redstart.api.EventType(\"it's late\") public record Late() {}",
        "package todo; @io.redstart.api.ErrorCode(\"room_full\") @SuppressWarnings(\"serial\")"
                + " public class RoomFull extends RuntimeException {}",
        "package todo; @io.redstart.api.ErrorCode(\"not_found\") @SuppressWarnings(\"serial\")"
                + " public class Missing extends RuntimeException {}"
    };

    @TempDir
    Path folder;

    @Test
    void writesTheContractOfABundle() throws IOException {
        assertThat(TypeScript.of(List.of(todo(TODOS)))).isEqualTo(golden("todo.ts"));
    }

    @Test
    void writesAContractWithNothingInIt() throws IOException {
        assertThat(TypeScript.of(List.of())).isEqualTo(golden("nothing.ts"));
    }

    @Test
    void namesTheMethodsThatTakeAKey() throws IOException {
        Bundle till = ScannedBundle.of(folder, "till", """
                package till; import io.redstart.api.*;
                @Api("till") public class Till { @Call @Idempotent public void pay() {} @Call @Idempotent public void back() {}
                    @Call public void look() {} }
                """);

        assertThat(TypeScript.of(List.of(till))).contains("""
                /** Methods that run once with an idempotency key. */
                export type Idempotent =
                  | 'till.back'
                  | 'till.pay';

                export interface Contract {
                  api: Api;
                  action: Action;
                  events: Events;
                  errorCode: ErrorCode;
                  idempotent: Idempotent;
                }
                """);
    }

    @Test
    void joinsBundlesAndTellsTheirTypesApart() throws IOException {
        Bundle shop = ScannedBundle.of(
                folder,
                "shop-api",
                """
                package shop; import io.redstart.api.*; import java.util.*;
                @Api("shop") public class Shop { @Call public List<Item> items() { return null; }
                    @Call public List<shop.old.Item> old() { return null; } @Call public Only only() { return null; }
                    @Call public Promise promise() { return null; } }
                """,
                "package shop; public record Item(String name) {}",
                "package shop.old; public record Item(int number) {}",
                "package shop; public record Promise(int number) {}",
                "package shop; public record Only(int number) {}");
        Bundle stock = ScannedBundle.of(
                folder,
                "stock",
                """
                package shop; import io.redstart.api.*; import java.util.*;
                @Api("stock") public class Stock { @Call public Only count(Item item) { return null; } }
                """,
                "package shop; public record Item(boolean there) {}",
                "package shop; public record Only(int number) {}");

        assertThat(TypeScript.of(List.of(shop, stock)))
                .isEqualTo(golden("shop.ts"))
                .isEqualTo(TypeScript.of(List.of(stock, shop)));
    }

    @Test
    void tellsTheFieldsOfPacketsByTheWayTheyGo() {
        Bundle game =
                ScannedBundle.of(folder, "game", """
                package game; import io.redstart.api.*; import java.util.*;
                @Api("game") public class Game { @OnPacket public void moved(Move move) {} }
                """, """
                package game; import io.redstart.api.*; import java.util.*;
                @Packet(value = "move", way = Packet.Way.UP) public record Move(
                        String name, byte[] raw, boolean up, @UInt(16) int x, long time, double angle, @Json List<Item> items) {}
                """, "package game; public record Item(int number) {}", """
                package game; import io.redstart.api.*;
                @Packet(value = "game.over", way = Packet.Way.DOWN) public record Over() {}
                """);

        assertThat(TypeScript.of(List.of(game))).contains("""
                export interface Packets {
                  up: {
                    move: { name: string; raw: Uint8Array; up: boolean; x: number; time: bigint; angle: number; items: Item[] };
                  };
                  down: {
                    'game.over': Record<string, never>;
                  };
                }
                """, "  packets: Packets;\n");
    }

    @Test
    void writesPacketsOfTheSettings() {
        PacketSettings packets = new PacketSettings(
                Map.of("common.signIn", List.of("login:s24", "tags:json", "at:i64"), "common.signOut", List.of()),
                Map.of(),
                Map.of("chat", List.of("text:str", "loud:bool", "raw:bytes")));
        assertThat(TypeScript.of(List.of(), packets))
                .contains("'common.signIn': { login: string; tags: unknown; at: bigint };")
                .contains("'common.signOut': Record<string, never>;")
                .containsOnlyOnce("common.signIn")
                .contains("packets: Packets;");
        assertThat(TypeScript.of(List.of(), packets)
                        .split("chat: \\{ text: string; loud: boolean; raw: Uint8Array", -1))
                .hasSize(3);
        assertThat(TypeScript.hash(List.of(), packets)).isNotEqualTo(TypeScript.hash(List.of()));
    }

    @Test
    void tellsWhatIsKnownOfChannels() {
        Bundle rooms = ScannedBundle.of(folder, "rooms", """
                package rooms; import io.redstart.api.*; import java.util.*;
                @ChannelApi("room:*") public class Rooms {
                    @OnPublish public void typing(Typing typing) {}
                    @OnPublish public void may(Said said) {}
                    @OnSet public void set(Room room) {}
                    @Reducer public static Room said(Room room, Said said) { return room; }
                    @Reducer public static Room cleared(Room room, Cleared cleared) { return room; }
                    @ActionType("said") public record Said(String text) {}
                    @ActionType("cleared") public record Cleared() {}
                    @EventType("typing") public record Typing(boolean yes) {}
                    public record Room(List<Line> lines) {}
                    public record Line(String by, String text) {}
                }
                """, """
                package rooms; import io.redstart.api.*;
                @ChannelApi("lobby") public class Lobby { @OnJoin public void join() {} }
                """);

        assertThat(TypeScript.of(List.of(rooms))).contains("""
                        export interface Channels {
                          lobby: {
                            state: unknown;
                            actions: never;
                            events: Record<never, never>;
                          };
                          'room:*': {
                            state: Room;
                            actions: { type: 'cleared' } | { type: 'said'; payload: Said };
                            events: { typing: Typing };
                          };
                        }
                        """, "  channels: Channels;\n", """
                        export interface Room {
                          lines: Line[];
                        }
                        """, """
                        export interface Said {
                          text: string;
                        }
                        """);
        assertThat(TypeScript.of(List.of(todo(TODOS)))).doesNotContain("hannels");
    }

    @Test
    void theHashStandsForNamesAndTypesAlone() {
        String hash = TypeScript.hash(List.of(todo(TODOS)));

        assertThat(hash).matches("[0-9a-f]{16}");
        assertThat(TypeScript.of(List.of(todo(TODOS)))).contains("export const contract = '" + hash + "';");
        assertThat(TypeScript.hash(List.of(todo(TODOS.replace("Finds some", "Finds others")))))
                .as("another comment")
                .isEqualTo(hash);
        assertThat(TypeScript.hash(List.of(todo(TODOS.replace("\"20\"", "\"30\"")))))
                .as("another default")
                .isEqualTo(hash);
        assertThat(TypeScript.hash(List.of(todo(
                        TODOS,
                        DATA.replace("OPEN, @JsonProperty(\"done\") DONE", "@JsonProperty(\"done\") DONE, OPEN")))))
                .as("another order of an enum")
                .isEqualTo(hash);
        assertThat(TypeScript.hash(List.of(todo(TODOS, DATA.replace("long id, String text", "String text, long id")))))
                .as("another order of a record")
                .isEqualTo(hash);
        assertThat(TypeScript.hash(List.of(todo(TODOS.replace("add(String text", "add(String what")))))
                .as("another name")
                .isNotEqualTo(hash);
        assertThat(TypeScript.hash(List.of(todo(TODOS.replace("add(String text", "add(int text")))))
                .as("another type")
                .isNotEqualTo(hash);
    }

    private Bundle todo(String todos) {
        return todo(todos, DATA);
    }

    private Bundle todo(String todos, String data) {
        String[] sources = new String[MARKED.length + 3];
        System.arraycopy(MARKED, 0, sources, 3, MARKED.length);
        sources[0] = todos;
        sources[1] = HANDS;
        sources[2] = data;
        return ScannedBundle.of(folder, "todo", sources);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = TypeScriptTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
