import TrackingLog

extension EventBatch {
    /// Forgets what was read into the batch. The text stays, for its memory.
    mutating func clear() {
        rows.removeAll(keepingCapacity: true)
        rejects.removeAll(keepingCapacity: true)
        headers = []
        skipped = [:]
        sampledSuccesses = 0
    }
}

extension Array where Element == UInt8 {
    /// Makes the array longer or shorter; what is new holds zeros.
    mutating func setCount(_ wanted: Int) {
        if count > wanted {
            removeLast(count - wanted)
        } else if count < wanted {
            let old = self
            self = Array(unsafeUninitializedCapacity: wanted) { buffer, count in
                _ = buffer.update(fromContentsOf: old)
                buffer[old.count...].initialize(repeating: 0)
                count = wanted
            }
        }
    }
}
