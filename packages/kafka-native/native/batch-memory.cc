#include "batch-memory.h"

#include <algorithm>
#include <utility>

namespace tsql {

namespace {

constexpr napi_type_tag kTag = {0x3b6a1f0c9d524e71, 0xa80c47f2e6b95d13};
// Memory is made a little larger than needed, so that the next batch fits in too.
constexpr size_t kGrain = 1 << 16;
// Memory beyond this size is not kept for batches that need less than a quarter of it.
constexpr size_t kLarge = 8 << 20;
// One batch is read while the next is filled.
constexpr size_t kMaxSpare = 2;

}  // namespace

BatchMemoryPtr MemoryFor(size_t size, const BatchMemoryPtr& offered) {
  if (size == 0) return nullptr;
  bool fits = offered != nullptr && offered->capacity >= size;
  if (fits && (offered->capacity <= kLarge || offered->capacity / 4 <= size)) return offered;
  size_t room = size < kLarge ? size / 4 : 0;
  return std::make_shared<BatchMemory>((size + room + kGrain - 1) / kGrain * kGrain);
}

BatchMemoryPtr BatchPool::Take() {
  if (spare_.empty()) return nullptr;
  auto lease = std::move(spare_.back());
  spare_.pop_back();
  BatchMemoryPtr memory = lease->memory;
  taken_[memory.get()] = std::move(lease);
  return memory;
}

void BatchPool::PutBack(const BatchMemoryPtr& memory) {
  auto found = taken_.find(memory.get());
  if (found == taken_.end()) return;
  spare_.push_back(std::move(found->second));
  taken_.erase(found);
}

Napi::ArrayBuffer BatchPool::Lend(Napi::Object batch, const BatchMemoryPtr& memory) {
  Napi::Env env = batch.Env();
  batch.TypeTag(&kTag);
  if (memory == nullptr) return Napi::ArrayBuffer::New(env, sizeof(double));
  std::unique_ptr<Lease> lease;
  Napi::ArrayBuffer buffer;
  if (auto found = taken_.find(memory.get()); found != taken_.end()) {
    lease = std::move(found->second);
    taken_.erase(found);
    buffer = lease->buffer.Value();
  } else {
    auto owned = std::make_unique<BatchMemoryPtr>(memory);
    buffer = Napi::ArrayBuffer::New(
        env, memory->bytes.get(), memory->capacity,
        [](Napi::Env, void*, BatchMemoryPtr* pointer) { std::unique_ptr<BatchMemoryPtr>{pointer}; }, owned.get());
    owned.release();
    lease = std::make_unique<Lease>(Lease{memory, Napi::Reference<Napi::ArrayBuffer>::New(buffer, 1)});
  }
  auto status = napi_wrap(
      env, batch, lease.get(), [](napi_env, void* data, void*) { std::unique_ptr<Lease>{static_cast<Lease*>(data)}; }, nullptr,
      nullptr);
  if (status != napi_ok) throw Napi::Error::New(env);
  lease.release();
  return buffer;
}

void BatchPool::Recycle(const Napi::Value& value) {
  Napi::Env env = value.Env();
  if (!value.IsObject() || !value.As<Napi::Object>().CheckTypeTag(&kTag)) {
    throw Napi::TypeError::New(env, "batch is none that a consumer's poll returned");
  }
  void* data = nullptr;
  // Without a wrap it has no memory, or was recycled before.
  if (napi_remove_wrap(env, value, &data) != napi_ok) return;
  std::unique_ptr<Lease> lease(static_cast<Lease*>(data));
  if (spare_.size() < kMaxSpare) spare_.push_back(std::move(lease));
}

}  // namespace tsql
