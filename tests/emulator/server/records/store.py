"""Where the added operations keep what they are given."""

import json


def store(backend, name):
    """Records of ours beside moto's own; gone with them on a reset."""
    return backend.__dict__.setdefault("added_" + name, {})


def tag_operations(response, backend, arn, tags, keys):
    """ListTagsForResource, TagResource and UntagResource, for APIs that call their parameters differently.

    Gives the function by which a Create operation keeps the tags that it was sent: `(response, arn)`."""
    as_list = tags == "ResourceTags"

    def of(self):
        return store(backend(self), "tags").setdefault(self._get_param(arn), {})

    def pairs(given):
        return {t["Key"]: t["Value"] for t in given or []} if as_list else given or {}

    def list_tags(self):
        kept = of(self)
        return json.dumps({tags: [{"Key": k, "Value": v} for k, v in kept.items()] if as_list else kept})

    def tag(self):
        of(self).update(pairs(self._get_param(tags)))
        return "{}"

    def untag(self):
        for key in self._get_param(keys):
            of(self).pop(key, None)
        return "{}"

    response.list_tags_for_resource = list_tags
    response.tag_resource = tag
    response.untag_resource = untag
    return lambda self, name: (
        store(backend(self), "tags").setdefault(name, {}).update(pairs(self._get_param(tags)))
    )
