"""Hashed static names, so that a browser may keep a file for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStatic(ManifestStaticFilesStorage):
    """Rewrites ES module imports to hashed names as well."""

    support_js_module_import_aggregation = True
