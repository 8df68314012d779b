package io.redstart.proofs.channels;

import io.redstart.api.Action;
import io.redstart.api.CallException;
import io.redstart.client.RedstartClient;
import io.redstart.client.RemoteChannel;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the Java library. */
final class JavaPlayer implements Player {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Set<String> heard = new HashSet<>();
    private final RedstartClient client;

    JavaPlayer(URI server, String token) {
        client = RedstartClient.builder(server)
                .token(token)
                .onError(problem ->
                        lines.add("error " + (problem instanceof CallException refused ? refused.code() : problem)))
                .connect();
    }

    private void listen(RemoteChannel channel) {
        String name = channel.name();
        if (heard.add(name)) {
            channel.<JsonNode>onState(JsonNode.class, state -> lines.add(name + " state " + state.value()));
            channel.onActionWithInfo("said", Map.class, (said, info) -> lines.add(name + " said " + said.get("text")));
            channel.onPresence(told -> lines.add(name + (told.here() ? " came " : " went ") + told.user()));
            channel.onLeft(left -> lines.add(name + " left " + left.why()));
        }
    }

    @Override
    public void does(String command) {
        String[] parts = command.split(" ", 3);
        RemoteChannel channel = client.channel(parts[1]);
        CompletableFuture<?> answer = switch (parts[0]) {
            case "join" -> {
                listen(channel);
                yield channel.join();
            }
            case "leave" -> channel.leave();
            case "say" -> channel.dispatch(Action.of("said", Map.of("text", parts[2])));
            case "set" -> channel.set(JSON.readTree(parts[2]));
            case "get" -> channel.state(JsonNode.class);
            case "who" -> channel.who();
            default -> throw new IllegalArgumentException(command);
        };
        var unused = answer.whenComplete((value, failure) -> lines.add(parts[0] + " " + parts[1] + ": "
                + (failure instanceof CallException refused ? refused.code() : JSON.writeValueAsString(value))));
    }

    @Override
    public String next() throws InterruptedException {
        String line = lines.poll(ChannelsContract.PATIENCE, TimeUnit.SECONDS);
        return line == null ? "nothing" : line;
    }

    @Override
    public void close() {
        client.close();
    }
}
