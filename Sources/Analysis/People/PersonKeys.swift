extension InternedIdentities {
    /// The key for a named person: that of the text by which the person is known.
    func personKey(_ name: InternedIdentities.Number) -> ShortKey { personKey(key(name)) }

    /// The key for the person of a text's key: another one's only if the text is an alias.
    func personKey(_ key: ShortKey) -> ShortKey { personKeys.isEmpty ? key : personKeys[key] ?? key }
}
