package io.redstart.server.admin;

import io.redstart.server.invocation.PacketSettings;
import io.redstart.server.registry.Bundle;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * All that the file holds, sorted, so that the same bundles give the same bytes.
 *
 * @param declarations the types of data, by key
 * @param bare methods that are called by their bare names
 * @param namespaces APIs by name
 * @param actions the types of actions with their payloads; null for none
 * @param events the data of events by name
 * @param errors error codes
 * @param up the fields of packets that clients send, by the packets' names
 * @param down the fields of those they are sent
 * @param idempotent the names, as clients call them, of methods that take an idempotency key
 * @param channels channels by their patterns
 */
record TypeScriptContract(
        SortedMap<String, TsDeclaration> declarations,
        SortedMap<String, TsMethod> bare,
        SortedMap<String, Namespace> namespaces,
        SortedMap<String, List<TsType>> actions,
        SortedMap<String, TsType> events,
        SortedSet<String> errors,
        SortedMap<String, List<TsProperty>> up,
        SortedMap<String, List<TsProperty>> down,
        SortedSet<String> idempotent,
        SortedMap<String, Channel> channels) {
    /**
     * What is known of channels.
     *
     * @param state the type of their state
     * @param actions the types of actions said in them with their payloads; empty for none
     * @param events the data of events said in them, by name
     */
    record Channel(TsType state, SortedMap<String, List<TsType>> actions, SortedMap<String, TsType> events) {}

    /**
     * An API.
     *
     * @param doc its documentation comment as TSDoc, or empty
     * @param methods its methods by name
     */
    record Namespace(String doc, Map<String, TsMethod> methods) {}

    static TypeScriptContract of(Collection<Bundle> bundles, PacketSettings packets) {
        TypeScriptCollector collector = new TypeScriptCollector();
        bundles.stream().sorted(java.util.Comparator.comparing(Bundle::name)).forEach(collector::add);
        collector.add(packets);
        return collector.contract();
    }
}
