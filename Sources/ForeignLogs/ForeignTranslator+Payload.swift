import TrackingLog

extension ForeignTranslator {
    /// The payload of a record's events: the record's own, or one that is put together; nil where there is none.
    ///
    /// Vendors log no payloads, but person, name and platform of a message are read from there. A payload of ours has them
    /// where senders put them: `{"aps":{},"md":{"name":"…","user_id":"…"},"details":{…}}`. Only a payload with `aps` is one
    /// for iOS, and any other is taken for one for Android: so there is none where the platform is another, or not known.
    func payload(_ record: Record, _ text: Span<UInt8>, _ output: inout ForeignOutput) -> TextRange? {
        if case .none = plan.payload {
        } else {
            return value(of: plan.payload, as: .json, record, text, &output).map { $0.range(record, output) }
        }
        guard let word = value(of: plan.platform, record, text, &output) else { return nil }
        let platform =
            word.isDecoded
            ? plan.platform(of: output.decoded.span.extracting(word.place))
            : plan.platform(of: text.extracting(word.place))
        guard platform == .ios || platform == .android else { return nil }

        let name = value(of: plan.messageName, record, text, &output)
        let person = value(of: plan.person, record, text, &output)
        var details: InlineArray<8, FieldText?> = InlineArray(repeating: nil)
        for (index, detail) in plan.details.enumerated().prefix(8) {
            details[index] = value(of: detail.source, record, text, &output)
        }
        let payload = output.text { decoded in
            decoded += platform == .ios ? #"{"aps":{}"#.utf8 : #"{"platform":"android""#.utf8
            if name != nil || person != nil {
                decoded += #","md":{"#.utf8
                if let name { Self.append(member: "name", name, text, to: &decoded) }
                if name != nil, person != nil { decoded.append(.comma) }
                if let person { Self.append(member: "user_id", person, text, to: &decoded) }
                decoded.append(.closeBrace)
            }
            var hasDetails = false
            for index in 0..<min(plan.details.count, 8) {
                guard let detail = details[index] else { continue }
                decoded += hasDetails ? ",".utf8 : #","details":{"#.utf8
                hasDetails = true
                Self.append(key: plan.details[index].name, detail, text, to: &decoded)
            }
            if hasDetails { decoded.append(.closeBrace) }
            decoded.append(.closeBrace)
        }
        return payload?.range(record, output)
    }

    private static func append(
        member key: StaticString, _ value: FieldText, _ text: Span<UInt8>, to json: inout [UInt8]
    ) {
        json.append(.quote)
        key.withUTF8Buffer { json.append(contentsOf: $0) }
        json += #"":"#.utf8
        append(string: value, text, to: &json)
    }

    private static func append(key: [UInt8], _ value: FieldText, _ text: Span<UInt8>, to json: inout [UInt8]) {
        JSONText.appendQuoted(key.span, to: &json)
        json.append(.colon)
        append(string: value, text, to: &json)
    }

    /// Appends a text as a JSON string.
    private static func append(string value: FieldText, _ text: Span<UInt8>, to json: inout [UInt8]) {
        if value.isDecoded {
            // It stands in the text that it is appended to.
            let decoded = Array(json[value.place])
            JSONText.appendQuoted(decoded.span, to: &json)
        } else {
            JSONText.appendQuoted(text.extracting(value.place), to: &json)
        }
    }
}

extension TranslationPlan {
    /// Our platform for a vendor's word; nil for a word that the format does not list.
    func platform(of word: Span<UInt8>) -> Platform? {
        platforms.first { word.matches($0.word) }?.platform
    }
}
