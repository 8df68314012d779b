package io.redstart.server.invocation;

import io.redstart.api.Authenticator;
import io.redstart.api.CallContext;
import io.redstart.api.Channels;
import io.redstart.api.Packet;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.User;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.WireError;
import io.redstart.protocol.packet.MapCodec;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.protocol.packet.RecordCodec;
import io.redstart.server.channel.ChannelCode;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.registry.ApiModel;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleHost;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.LimitModel;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.PacketModel;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionListener;
import io.redstart.server.session.SessionRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** All that can be called right now. Bundles come and go while clients stay; what runs ends where it began. */
public final class Catalogue implements BundleHost, SessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

    private final SessionRegistry registry;
    private final NamespaceChannels channels;
    private final InvocationSettings settings;
    private final LongSupplier clock;
    private final boolean needsAuthenticator;
    private final boolean hasAuthenticator;
    private final PacketSettings packets;
    private volatile Table table;
    /** What is about to be taken into use. */
    private volatile @Nullable Deployed coming;

    private final PacketIds packetIds = new PacketIds();
    private volatile ChannelCode channelCode = ChannelCode.NONE;
    private Runnable whenChanged = () -> {};
    private Consumer<FromServer.PacketIds> whenPacketsChanged = message -> {};

    /**
     * An empty catalogue. It listens to the registry.
     *
     * @param registry all sessions
     * @param channels all channels
     * @param settings bounds of calls
     * @param clock tells the time in milliseconds; only grows
     * @param needsAuthenticator whether nobody is let in as long as no bundle brings an authenticator
     * @param hasAuthenticator whether the settings say who clients are, so that no bundle may
     */
    public Catalogue(
            SessionRegistry registry,
            NamespaceChannels channels,
            InvocationSettings settings,
            LongSupplier clock,
            boolean needsAuthenticator,
            boolean hasAuthenticator) {
        this(registry, channels, settings, clock, needsAuthenticator, hasAuthenticator, new PacketSettings());
    }

    /**
     * A catalogue without bundles. It listens to the registry.
     *
     * @param registry all sessions
     * @param channels all channels
     * @param settings bounds of calls
     * @param clock tells the time in milliseconds; only grows
     * @param needsAuthenticator whether nobody is let in as long as no bundle brings an authenticator
     * @param hasAuthenticator whether the settings say who clients are, so that no bundle may
     * @param packets what travels whatever is deployed
     */
    public Catalogue(
            SessionRegistry registry,
            NamespaceChannels channels,
            InvocationSettings settings,
            LongSupplier clock,
            boolean needsAuthenticator,
            boolean hasAuthenticator,
            PacketSettings packets) {
        this.registry = registry;
        this.channels = channels;
        this.settings = settings;
        this.clock = clock;
        this.needsAuthenticator = needsAuthenticator;
        this.hasAuthenticator = hasAuthenticator;
        this.packets = packets;
        this.table = Table.empty(hasAuthenticator);
        publish(tableOf(Map.of(), new ArrayList<>()));
        registry.listen(this);
    }

    /** What is in use at one moment. */
    private record Table(
            Map<String, Deployed> bundles,
            Map<String, BoundMethod> methods,
            Map<String, BoundMethod> actions,
            Map<String, List<BoundMethod>> events,
            Map<Integer, PacketsUp> packets,
            Map<String, List<BoundMethod>> unnamed,
            PacketIds.@Nullable Next ids,
            BoundChannels.Table channels,
            Interceptors interceptors,
            @Nullable BundleUse authenticator,
            boolean hadAuthenticator,
            int maxMessage) {
        static Table empty(boolean hadAuthenticator) {
            return new Table(
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    null,
                    BoundChannels.Table.EMPTY,
                    Interceptors.NONE,
                    null,
                    hadAuthenticator,
                    0);
        }
    }

    private record Deployed(
            BundleUse use,
            List<BoundMethod> methods,
            List<BoundMethod> actions,
            List<BoundMethod> events,
            List<BoundMethod> packets,
            List<BoundMethod> unnamed,
            List<BoundChannels> channels,
            List<Limiter> limiters,
            Hooks hooks) {
        Stream<BoundMethod> all() {
            return Stream.concat(
                    Stream.of(methods, actions, events, packets, unnamed).flatMap(List::stream),
                    channels.stream().flatMap(BoundChannels::asked));
        }
    }

    @Override
    public synchronized CompletionStage<Void> use(Bundle bundle) throws RejectedBundleException {
        List<Mistake> mistakes = new ArrayList<>();
        Deployed added = prepare(bundle, mistakes);
        Map<String, Deployed> bundles = new LinkedHashMap<>(table.bundles());
        Deployed replaced = bundles.put(bundle.name(), added);
        Table next = tableOf(bundles, mistakes);
        if (!mistakes.isEmpty()) {
            added.use().retire();
            throw new RejectedBundleException(bundle.name(), mistakes);
        }
        boolean wasGuarded = isGuarded();
        coming = added;
        added.hooks().startAll(registry.all());
        publish(next);
        coming = null;
        nameForNobody(isGuarded() == wasGuarded ? List.of(added) : bundles.values());
        whenChanged.run();
        added.hooks().openAll(registry.all());
        return retire(replaced);
    }

    @Override
    public synchronized CompletionStage<Void> remove(String name) {
        Map<String, Deployed> bundles = new LinkedHashMap<>(table.bundles());
        Deployed removed = bundles.remove(name);
        publish(tableOf(bundles, new ArrayList<>()));
        whenChanged.run();
        return retire(removed);
    }

    private void publish(Table next) {
        packetIds.change(
                Objects.requireNonNull(next.ids()), () -> table = next, message -> whenPacketsChanged.accept(message));
    }

    /** Whoever forgot a mark reads of it here, and not in the refusals of their users. */
    private void nameForNobody(Collection<Deployed> deployed) {
        if (!isGuarded()) {
            return;
        }
        String names = deployed.stream()
                .flatMap(Deployed::all)
                .filter(method -> method.model().guards().access().isForNobody(true))
                .map(method -> method.model().target())
                .sorted()
                .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            LOG.warn(
                    "Nobody may reach {} (expected: @RolesAllowed or @PermitAll on method or class, since there is"
                            + " an authenticator)",
                    names);
        }
    }

    private CompletionStage<Void> retire(@Nullable Deployed retired) {
        if (retired == null) {
            return CompletableFuture.completedFuture(null);
        }
        retired.hooks().retire();
        registry.all().forEach(session -> retired.limiters().forEach(session.notes()::remove));
        ClassLoader loader = retired.use().bundle().loader();
        return retired.use().retire().thenRun(() -> forget(loader));
    }

    /** What sessions keep of a bundle that is gone would keep all of it in memory, and be of no use to the next. */
    private void forget(ClassLoader loader) {
        if (loader != Catalogue.class.getClassLoader()) {
            registry.all()
                    .forEach(session -> session.attributes()
                            .values()
                            .removeIf(value -> value.getClass().getClassLoader() == loader));
        }
    }

    private Deployed prepare(Bundle bundle, List<Mistake> mistakes) {
        PushEncoder encoder = encoder(bundle.mapper());
        Pushes pushes = new Pushes(encoder, bundle.mapper(), clock);
        BundleUse use = new BundleUse(
                bundle,
                encoder,
                Validation.of(bundle.model(), bundle.loader()),
                session -> new ApiSession(session, pushes));
        List<BoundMethod> methods = new ArrayList<>();
        List<BoundMethod> actions = new ArrayList<>();
        List<BoundMethod> events = new ArrayList<>();
        List<BoundMethod> binary = new ArrayList<>();
        List<BoundMethod> unnamed = new ArrayList<>();
        List<BoundChannels> channels = new ArrayList<>();
        List<Limiter> limiters = new ArrayList<>();
        for (ApiModel api : bundle.model().apis()) {
            Binding binding = new Binding(use, api, limiters, mistakes);
            binding.bind(api.methods(), CallContext.Kind.CALL, methods);
            binding.bind(api.onAction(), CallContext.Kind.ACTION, actions);
            binding.bind(api.onEvent(), CallContext.Kind.EVENT, events);
            binding.bind(api.onPacket(), CallContext.Kind.PACKET, binary);
            api.unnamed().forEach(model -> binding.bind(List.of(model), kind(model), unnamed));
            if (api.channels() != null) {
                channels.add(BoundChannels.of(use, api.channels(), binding::bind, mistakes));
            }
        }
        return new Deployed(
                use,
                methods,
                actions,
                events,
                binary,
                unnamed,
                List.copyOf(channels),
                List.copyOf(limiters),
                new Hooks(use, this));
    }

    private static CallContext.Kind kind(MethodModel unnamed) {
        return switch (unnamed.target()) {
            case ApiModel.TEXT -> CallContext.Kind.TEXT;
            case ApiModel.JSON -> CallContext.Kind.JSON;
            case ApiModel.BINARY -> CallContext.Kind.BINARY;
            default -> CallContext.Kind.PACKET;
        };
    }

    /** Binds the methods of one class. */
    private final class Binding {
        private final BundleUse use;
        private final ApiModel api;
        private final List<Limiter> limiters;
        private final List<Mistake> mistakes;
        private final Map<LimitModel, Limiter> shared = new LinkedHashMap<>();

        Binding(BundleUse use, ApiModel api, List<Limiter> limiters, List<Mistake> mistakes) {
            this.use = use;
            this.api = api;
            this.limiters = limiters;
            this.mistakes = mistakes;
        }

        void bind(List<MethodModel> models, CallContext.Kind kind, List<BoundMethod> to) {
            for (MethodModel model : models) {
                BoundMethod bound = bind(model, kind);
                if (bound != null) {
                    to.add(bound);
                }
            }
        }

        @Nullable
        BoundMethod bind(MethodModel model, CallContext.Kind kind) {
            try {
                return new BoundMethod(use, api, model, kind, limiters(model), mistakes);
            } catch (IllegalAccessException hidden) {
                mistakes.add(new Mistake(
                        api.type().getName() + "." + model.method().getName(), "cannot be reached (expected: public)"));
                return null;
            }
        }

        private List<Limiter> limiters(MethodModel model) {
            List<Limiter> its = new ArrayList<>();
            model.guards().limits().forEach(limit -> its.add(limiter(limit)));
            model.guards().sharedLimits().forEach(limit -> its.add(shared.computeIfAbsent(limit, this::limiter)));
            return its;
        }

        private Limiter limiter(LimitModel limit) {
            Limiter made = new Limiter(limit, clock);
            limiters.add(made);
            return made;
        }
    }

    private Table tableOf(Map<String, Deployed> bundles, List<Mistake> mistakes) {
        Map<String, BoundMethod> methods = new HashMap<>();
        Map<String, BoundMethod> actions = new HashMap<>();
        Map<String, List<BoundMethod>> events = new HashMap<>();
        Map<String, List<BoundMethod>> unnamed = new HashMap<>();
        List<Interceptors.One> interceptors = new ArrayList<>();
        BundleUse authenticator = null;
        for (Deployed deployed : bundles.values()) {
            BundleModel bundle = deployed.use().bundle().model();
            bundle.interceptors().forEach(model -> interceptors.add(new Interceptors.One(deployed.use(), model)));
            deployed.methods().forEach(method -> put(methods, method, "method", mistakes));
            deployed.actions().forEach(method -> put(actions, method, "handler of the action", mistakes));
            deployed.events().forEach(method -> add(events, method));
            deployed.unnamed().forEach(method -> add(unnamed, method));
            Class<?> type = bundle.authenticator();
            if (type != null) {
                if (hasAuthenticator) {
                    mistakes.add(new Mistake(
                            type.getName(),
                            "the settings auth.jwt say who a client is already (expected: one authenticator)"));
                }
                if (authenticator != null) {
                    mistakes.add(new Mistake(
                            type.getName(),
                            "bundle " + authenticator.bundle().name() + " brings an authenticator already"
                                    + " (expected: one)"));
                }
                authenticator = deployed.use();
            }
        }
        for (Deployed deployed : bundles.values()) {
            for (ApiModel api : deployed.use().bundle().model().apis()) {
                BoundMethod bare = methods.get(api.name());
                if (bare != null) {
                    mistakes.add(new Mistake(
                            api.type().getName(),
                            "its name '" + api.name() + "' is already a method of bundle "
                                    + bare.use().bundle().name() + " (expected: another)"));
                }
            }
        }
        BoundChannels.Table channels = BoundChannels.Table.of(
                bundles.values().stream().flatMap(deployed -> deployed.channels().stream()), mistakes);
        PacketIds.Next ids = packetIds(bundles.values(), mistakes);
        return new Table(
                bundles,
                methods,
                actions,
                events,
                ids == null ? Map.of() : packetsUp(bundles.values(), ids),
                unnamed,
                ids,
                channels,
                Interceptors.of(interceptors),
                authenticator,
                table.hadAuthenticator() || authenticator != null,
                methods.values().stream()
                        .mapToInt(method -> method.model().maxMessage())
                        .max()
                        .orElse(0));
    }

    /** The ids of all packets; null if there are mistakes. */
    private PacketIds.@Nullable Next packetIds(Collection<Deployed> deployed, List<Mistake> mistakes) {
        List<PacketSchema> up = new ArrayList<>(packets.toServer());
        List<PacketSchema> down = new ArrayList<>(packets.toClients());
        Map<String, String> owners = new HashMap<>();
        Stream.of(up, down)
                .flatMap(List::stream)
                .forEach(schema -> owners.put(sameName(schema), "the settings as '" + schema.name() + "'"));
        for (Deployed each : deployed) {
            for (PacketModel packet : each.use().bundle().model().packets()) {
                String name = packet.schema().name();
                String other = owners.put(
                        sameName(packet.schema()),
                        "bundle " + each.use().bundle().name() + " as '" + name + "'");
                if (other != null) {
                    mistakes.add(new Mistake(
                            packet.type().getName(),
                            "the packet '" + name + "' is already in " + other
                                    + " (expected: one, and no two that differ in their case alone)"));
                }
                if (packet.isUp()) {
                    up.add(packet.schema());
                }
                if (packet.isDown()) {
                    down.add(packet.schema());
                }
            }
        }
        deployed.forEach(each -> each.packets().stream()
                .filter(Catalogue::isByName)
                .filter(method -> packets.toServer().stream()
                        .noneMatch(schema -> schema.name().equals(method.model().target())))
                .forEach(method -> mistakes.add(new Mistake(
                        method.api().type().getName() + "."
                                + method.model().method().getName(),
                        "there is no packet '" + method.model().target()
                                + "' (expected: one of packets.up or packets.shared in the settings)"))));
        if (!mistakes.isEmpty()) {
            return null;
        }
        try {
            return packetIds.next(up, down);
        } catch (IllegalArgumentException tooMany) {
            mistakes.add(new Mistake("packets", String.valueOf(tooMany.getMessage())));
            return null;
        }
    }

    private static String sameName(PacketSchema schema) {
        return schema.name().toLowerCase(Locale.ROOT);
    }

    /** Whether it takes a packet whose table is in the settings. */
    private static boolean isByName(BoundMethod method) {
        return method.model().parameters().stream()
                .noneMatch(parameter ->
                        parameter.type() instanceof Class<?> type && type.isAnnotationPresent(Packet.class));
    }

    private Map<Integer, PacketsUp> packetsUp(Collection<Deployed> deployed, PacketIds.Next ids) {
        Map<Integer, PacketsUp> up = new HashMap<>();
        for (PacketSchema schema : packets.toServer()) {
            List<BoundMethod> methods = deployed.stream()
                    .flatMap(each -> each.packets().stream())
                    .filter(method -> method.model().target().equals(schema.name()))
                    .toList();
            up.put(
                    Objects.requireNonNull(ids.up().get(schema)),
                    new PacketsUp(new MapCodec(schema, JsonMapper.shared()), null, methods));
        }
        for (Deployed each : deployed) {
            Bundle bundle = each.use().bundle();
            for (PacketModel packet : bundle.model().packets()) {
                Integer id = ids.up().get(packet.schema());
                if (packet.isUp() && id != null) {
                    RecordCodec codec = new RecordCodec(packet.type(), packet.schema(), bundle.mapper());
                    up.put(
                            id,
                            new PacketsUp(
                                    codec,
                                    each.use(),
                                    each.packets().stream()
                                            .filter(method -> method.model()
                                                    .target()
                                                    .equals(packet.schema().name()))
                                            .toList()));
                }
            }
        }
        return up;
    }

    private static void add(Map<String, List<BoundMethod>> to, BoundMethod method) {
        to.computeIfAbsent(method.model().target(), name -> new ArrayList<>(1)).add(method);
    }

    private static void put(Map<String, BoundMethod> to, BoundMethod method, String kind, List<Mistake> mistakes) {
        BoundMethod other = to.put(method.model().target(), method);
        if (other != null) {
            mistakes.add(new Mistake(
                    method.api().type().getName() + "."
                            + method.model().method().getName(),
                    "the " + kind + " '" + method.model().target() + "' is already in bundle "
                            + other.use().bundle().name() + " (expected: one)"));
        }
    }

    /** How a method is called; null if there is none. */
    @Nullable
    MethodModel method(String target) {
        BoundMethod found = table.methods().get(target);
        return found == null ? null : found.model();
    }

    /** A method, its bundle held for a call; null if there is none. */
    @Nullable
    BoundMethod enter(String target) {
        return entered(() -> table.methods().get(target));
    }

    @Nullable
    BoundMethod enterAction(String type) {
        return entered(() -> table.actions().get(type));
    }

    List<BoundMethod> enterEvent(String name) {
        return entered(table.events().getOrDefault(name, List.of()));
    }

    boolean takesEvent(String name) {
        return table.events().containsKey(name);
    }

    /** Who takes what has no name, or all packets. */
    List<BoundMethod> enterUnnamed(String target) {
        return entered(table.unnamed().getOrDefault(target, List.of()));
    }

    boolean takesAllPackets() {
        return table.unnamed().containsKey(ApiModel.PACKETS);
    }

    private static List<BoundMethod> entered(List<BoundMethod> methods) {
        return methods.stream().filter(method -> method.use().enter()).toList();
    }

    /** Who is asked about a channel, the bundle held; null if nobody is. */
    @Nullable
    BoundMethod enterChannel(String channel, Function<BoundChannels, @Nullable BoundMethod> asked) {
        return entered(() -> {
            BoundChannels found = table.channels().of(channel);
            return found == null ? null : asked.apply(found);
        });
    }

    /** What makes the next state of a channel after an action, its bundle held; null if nothing does. */
    @Nullable
    BoundReducer enterReducer(String channel, String actionType) {
        for (; ; ) {
            BoundChannels found = table.channels().of(channel);
            BoundReducer reducer = found == null ? null : found.reducers().get(actionType);
            if (reducer == null || reducer.use().enter()) {
                return reducer;
            }
        }
    }

    private static @Nullable BoundMethod entered(java.util.function.Supplier<@Nullable BoundMethod> find) {
        for (BoundMethod found = find.get(); found != null; found = find.get()) {
            if (found.use().enter()) {
                return found;
            }
        }
        return null;
    }

    /** What stands around calls, all their bundles held. */
    Interceptors enterInterceptors() {
        for (; ; ) {
            Interceptors now = table.interceptors();
            if (now.enter()) {
                return now;
            }
        }
    }

    /** Whether a call changes the thread whatever its method promises. */
    boolean mayBlockAround() {
        return !table.interceptors().nonBlocking();
    }

    /**
     * What somebody may use now.
     *
     * @param user who, or null for a guest
     * @return the names in their order
     */
    FromServer.Can can(@Nullable User user) {
        Table now = table;
        boolean guarded = isGuarded();
        return new FromServer.Can(
                names(now.methods().values().stream(), user, guarded),
                names(now.actions().values().stream(), user, guarded),
                names(now.events().values().stream().flatMap(List::stream), user, guarded),
                names(now.packets().values().stream().flatMap(up -> up.methods().stream()), user, guarded));
    }

    private static List<String> names(Stream<BoundMethod> methods, @Nullable User user, boolean guarded) {
        return methods.filter(method -> method.gate().permits(user, guarded))
                .map(method -> method.model().target())
                .distinct()
                .sorted()
                .toList();
    }

    /** From now on somebody is told when something else is deployed. */
    synchronized void whenChanged(Runnable told) {
        whenChanged = told;
    }

    /**
     * How many users and addresses the rate limits remember.
     *
     * @return 0 or more
     */
    public long limiterEntries() {
        return table.bundles().values().stream()
                .flatMap(deployed -> deployed.limiters().stream())
                .mapToLong(Limiter::entries)
                .sum();
    }

    Pushes pushes(BundleUse use) {
        return new Pushes(use.encoder(), use.bundle().mapper(), clock);
    }

    Session session(BundleUse use, LiveSession session) {
        return new ApiSession(session, pushes(use));
    }

    Sessions sessions(BundleUse use) {
        return new ApiSessions(registry, pushes(use));
    }

    /**
     * All sessions as a bundle sees them that is being loaded: what it pushes is written by its own mapper.
     *
     * @param mapper the bundle's
     * @return to be injected into its objects
     */
    public Sessions sessions(JsonMapper mapper) {
        return new ApiSessions(registry, new Pushes(encoder(mapper), mapper, clock));
    }

    /**
     * All channels as a bundle sees them that is being loaded, likewise.
     *
     * @param mapper the bundle's
     * @return to be injected into its objects
     */
    public Channels channels(JsonMapper mapper) {
        return new ApiChannels(this, new Pushes(encoder(mapper), mapper, clock));
    }

    Channels channels(BundleUse use) {
        return new ApiChannels(this, pushes(use));
    }

    NamespaceChannels channels() {
        return channels;
    }

    /** From now on somebody asks what is deployed about channels. */
    void asks(ChannelCode code) {
        channelCode = code;
    }

    /** Whether there is code that is asked about a channel. */
    boolean speaksFor(String channel) {
        return table.channels().of(channel) != null;
    }

    /** What bundles say of channels. */
    ChannelCode channelCode() {
        return channelCode;
    }

    private PushEncoder encoder(JsonMapper mapper) {
        int most = (int) settings.maxAnswer();
        return new PushEncoder(new MessageWriter(mapper, most), new PacketsDown(packetIds, mapper, most));
    }

    /** Who takes a packet, its bundle held; null if nobody does any more, or ever did. */
    @Nullable
    PacketsUp enterPacket(int id) {
        for (PacketsUp found = table.packets().get(id);
                found != null;
                found = table.packets().get(id)) {
            if (found.enter()) {
                return found;
            }
        }
        return null;
    }

    /**
     * What travels whatever is deployed.
     *
     * @return the packets of the settings
     */
    public PacketSettings packets() {
        return packets;
    }

    PacketIds packetIds() {
        return packetIds;
    }

    /** From now on somebody is told when other packets may travel. */
    synchronized void whenPacketsChanged(Consumer<FromServer.PacketIds> told) {
        whenPacketsChanged = told;
    }

    /**
     * Runs something with the authenticator, if there is one, while its bundle is held.
     *
     * @return the authenticator's bundle, held; null if there is none
     */
    @Nullable
    BundleUse enterAuthenticator() {
        for (BundleUse use = table.authenticator(); use != null; use = table.authenticator()) {
            if (use.enter()) {
                return use;
            }
        }
        return null;
    }

    static Authenticator authenticator(BundleUse use) {
        Class<?> type = java.util.Objects.requireNonNull(use.bundle().model().authenticator());
        return (Authenticator) use.bundle().instance(type, null);
    }

    /** The largest message that a method takes which says so itself; 0 if none does. */
    int maxMessage() {
        return table.maxMessage();
    }

    /** Whether clients are let in although nobody says who they are. */
    boolean admitsGuests() {
        return !isGuarded();
    }

    /** Whether a bundle says who clients are, or did. */
    boolean hadAuthenticator() {
        return table.hadAuthenticator();
    }

    /** Whether somebody says who clients are, or did: then what is not marked is for nobody. */
    boolean isGuarded() {
        return needsAuthenticator || table.hadAuthenticator();
    }

    /**
     * What is deployed.
     *
     * @return the bundles by name
     */
    public Collection<Bundle> bundles() {
        return table.bundles().values().stream()
                .map(deployed -> deployed.use().bundle())
                .toList();
    }

    /** Whether bundles keep data with sessions. */
    boolean keepsData() {
        return table.bundles().values().stream()
                .anyMatch(deployed -> deployed.hooks().keepsData());
    }

    /** A session is about to begin, in its turn. Why it must not, if so; then nothing is kept of it. */
    @Nullable
    Refusal prepare(LiveSession session) {
        for (Deployed deployed : table.bundles().values()) {
            WireError refused = deployed.hooks().prepare(session);
            if (refused != null) {
                unprepare(session);
                return Refusal.of(refused);
            }
        }
        return null;
    }

    /** A session that was to begin does not. */
    void unprepare(LiveSession session) {
        table.bundles().values().forEach(deployed -> deployed.hooks().close(session));
    }

    @Override
    public void opened(LiveSession session) {
        Deployed next = coming; // first: whoever finds none here is among all, or finds it in the table
        if (next != null) {
            next.hooks().start(session);
        }
        table.bundles().values().forEach(deployed -> deployed.hooks().open(session));
    }

    @Override
    public void closed(LiveSession session) {
        table.bundles().values().forEach(deployed -> deployed.hooks().close(session));
    }
}
